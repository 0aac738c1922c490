import fc from 'fast-check';
import { duel } from './duel';
import { type Outcomes, unreached } from './outcomes';
import { session } from './session.arbitrary';

const COMMANDS = 100_000;
/** The sessions of every run are the same ones; `npm run fuzz` tries others. */
const SEED = 20_261_121;

describe('the engine and the oracle', () => {
  it('report the same for 100,000 commands of every kind and outcome', () => {
    const reached: Outcomes = new Set();
    let commands = 0;
    const property = fc.property(session(300), (played) => {
      commands += played.moves.length;
      duel(played, reached);
    });
    for (let seed = SEED; commands < COMMANDS; seed += 1)
      fc.assert(property, { seed, numRuns: 50 });
    expect(unreached(reached)).toEqual([]);
  }, 600_000);
});
