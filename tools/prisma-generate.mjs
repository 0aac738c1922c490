/** `node tools/prisma-generate.mjs [apps/<name> …]`: the Prisma clients of these apps, or of all. */
import { prismaRoots } from './build/apps.mjs';
import { generatePrismaClient } from './build/prisma-client.mjs';
import { runMain } from './bootstrap/explained-error.mjs';

await runMain(async () => {
  const named = process.argv.slice(2);
  for (const root of named.length > 0 ? named : prismaRoots()) {
    const made = await generatePrismaClient(root);
    process.stdout.write(`${root}: ${made ? 'generated' : 'unchanged'}\n`);
  }
});
