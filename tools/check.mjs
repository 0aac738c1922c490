/** `npm run check`: all that can be checked without running the product. */
import { prismaRoots } from './build/apps.mjs';
import { generatePrismaClient } from './build/prisma-client.mjs';
import { PINNED_NODE, ROOT } from './bootstrap/checkout.mjs';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';
import { runSteps } from './checks/run-steps.mjs';
import { CHECK_STEPS } from './checks/steps.mjs';
import { runCommand } from './stack/host/command.mjs';

/** Before lint, whose rule for boundaries is silent without it. */
const refreshProjectGraph = async () => {
  const script = 'tools/checks/project-graph.mjs';
  const { code, output } = await runCommand(PINNED_NODE, [script], { cwd: ROOT });
  if (code !== 0) throw new ExplainedError(`Nx cannot read the projects:\n${output.trim()}`);
};

await runMain(async () => {
  await Promise.all([refreshProjectGraph(), ...prismaRoots().map(generatePrismaClient)]);
  const results = await runSteps(CHECK_STEPS, process.stdout);
  const failed = results.filter(({ passed }) => !passed).length;
  process.stdout.write(`${results.length - failed} checks passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
