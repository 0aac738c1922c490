import fc from 'fast-check';
import { session } from '../differential/session.arbitrary';
import { commandsOf } from '../differential/session.commands';
import { WatchedEngine } from './watched-engine';

/** The same sessions every time; other seeds were tried at length. */
const SEED = 20_150_501;
const RUNS = 60;
/** How many commands go into a frame, in turn. */
const rhythm = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('the market data of any session', () => {
  it('are those of a book rebuilt from the reports, whenever a frame is taken', () => {
    fc.assert(
      fc.property(session(120), rhythm, (played, lengths) => {
        const watched = new WatchedEngine();
        let frames = 0;
        let left = lengths[0] ?? 1;
        for (const command of commandsOf(played)) {
          watched.execute(command);
          left -= 1;
          if (left === 1) watched.checkSnapshots();
          if (left > 0) continue;
          watched.checkFrames();
          frames += 1;
          left = lengths[frames % lengths.length] ?? 1;
        }
        watched.checkFrames();
        watched.checkSnapshots();
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
