/** `npm run check`: all that can be checked without running the product. */
import { runMain } from './bootstrap/explained-error.mjs';
import { prepareChecks } from './checks/prepare.mjs';
import { runSteps } from './checks/run-steps.mjs';
import { CHECK_STEPS } from './checks/steps.mjs';

await runMain(async () => {
  await prepareChecks();
  const results = await runSteps(CHECK_STEPS, process.stdout);
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
