import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { duel } from '../differential/duel';
import { EnginePlayer, RestoringPlayer } from '../differential/engine.player';
import { LONG_CHAINS, STEPS, stepsOf } from '../differential/long.chains';
import { session } from '../differential/session.arbitrary';
import { WatchedEngine } from '../market-data/watched-engine';
import { play, readScenarios, script } from '../notation/scenario.notation';

/**
 * `node judge.cjs FOLDER SESSIONS`: the folder's scenarios, so many sessions against the oracle,
 * long chains; throws at the first that goes otherwise. Whatever finds most goes first.
 */
const [folder = '', sessions = ''] = process.argv.slice(2);
const scenarios = readdirSync(folder)
  .filter((file) => file.endsWith('.scenarios.txt'))
  .flatMap((file) => readScenarios(readFileSync(join(folder, file), 'utf8')));

const judge = (newPlayer: () => Parameters<typeof play>[1]): void => {
  for (const scenario of scenarios) {
    if (play(scenario, newPlayer()) !== script(scenario))
      throw new Error(`noticed by a scenario: ${scenario.title}`);
  }
};
judge(() => new EnginePlayer());
for (const { steps } of scenarios) {
  const watched = new WatchedEngine();
  for (const { command } of steps) {
    watched.execute(command);
    watched.checkFrames();
    watched.checkSnapshots();
  }
}
judge(() => new RestoringPlayer());

const property = fc.property(session(200), (played) => duel(played, new Set()));
const { failed } = fc.check(property, {
  ...{ seed: 1, numRuns: Number(sessions), endOnFailure: true },
});
if (failed) throw new Error('noticed by the duel');

for (const [steps, chain] of Object.entries(LONG_CHAINS)) {
  if (stepsOf(chain) !== STEPS) throw new Error(`noticed by a long chain: ${steps}`);
}
