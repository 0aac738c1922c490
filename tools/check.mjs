/** `npm run check`: all that can be checked without running the product. */
import { prismaRoots } from './build/apps.mjs';
import { generatePrismaClient } from './build/prisma-client.mjs';
import { runMain } from './bootstrap/explained-error.mjs';
import { runSteps } from './checks/run-steps.mjs';
import { CHECK_STEPS } from './checks/steps.mjs';

await runMain(async () => {
  await Promise.all(prismaRoots().map(generatePrismaClient));
  const results = await runSteps(CHECK_STEPS, process.stdout);
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} checks passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
