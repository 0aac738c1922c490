import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { duel } from '../differential/duel';
import { EnginePlayer, RestoringPlayer } from '../differential/engine.player';
import { LONG_CHAINS, STEPS, stepsOf } from '../differential/long.chains';
import { session } from '../differential/session.arbitrary';
import { play, readScenarios, script } from '../notation/scenario.notation';

/** Scenarios, long chains, sessions against the oracle: throws at the first that goes otherwise. */
const folder = process.argv[2] ?? '';
for (const name of readdirSync(folder).filter((file) => file.endsWith('.scenarios.txt'))) {
  for (const scenario of readScenarios(readFileSync(join(folder, name), 'utf8'))) {
    for (const player of [new EnginePlayer(), new RestoringPlayer()]) {
      if (play(scenario, player) !== script(scenario))
        throw new Error(`noticed by a scenario: ${scenario.title}`);
    }
  }
}
for (const [steps, chain] of Object.entries(LONG_CHAINS)) {
  if (stepsOf(chain) !== STEPS) throw new Error(`noticed by a long chain: ${steps}`);
}
const property = fc.property(session(200), (played) => duel(played, new Set()));
const { failed } = fc.check(property, { seed: 1, numRuns: 300, endOnFailure: true });
if (failed) throw new Error('noticed by the duel');
