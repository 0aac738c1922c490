import { strykerConfig } from '../../tools/mutants/stryker-config.mjs';

const FOLDER = 'apps/order-book';
const SESSIONS = 60;

/**
 * `npx stryker run apps/order-book/stryker.config.mjs`: how many mutants of the engine its scenarios
 * and the duel with the oracle kill. They are one program here instead of Jest's files: of the
 * thousands of mutants most fall at the first scenarios, and Jest would need seconds to come there.
 */
export default strykerConfig('order-book', {
  testRunner: 'command',
  buildCommand: `npx esbuild ${FOLDER}/test/mutants/judge.ts --bundle --platform=node --format=cjs --log-level=error --outfile=judge.cjs`,
  commandRunner: { command: `node judge.cjs ${FOLDER}/test/scenarios ${SESSIONS}` },
  mutate: [`${FOLDER}/src/domain/**/*.ts`, `!${FOLDER}/src/domain/**/*.spec.ts`],
  // A mutant that never ends is seen after this and half of what the unharmed program takes.
  timeoutMS: 10_000,
});
