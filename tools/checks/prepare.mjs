/** What the checks read and a fresh clone does not have. */
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';
import { prismaRoots } from '../build/apps.mjs';
import { generatePrismaClient } from '../build/prisma-client.mjs';
import { runCommand } from '../stack/host/command.mjs';

/** Before lint, whose rule for boundaries is silent without it. */
const refreshProjectGraph = async () => {
  const script = 'tools/checks/project-graph.mjs';
  const { code, output } = await runCommand(PINNED_NODE, [script], { cwd: ROOT });
  if (code !== 0) throw new ExplainedError(`Nx cannot read the projects:\n${output.trim()}`);
};

/** Makes the record of who imports whom, and the Prisma clients. */
export const prepareChecks = async () => {
  await Promise.all([refreshProjectGraph(), ...prismaRoots().map(generatePrismaClient)]);
};
