/** `npm run new:service -- <name>`: a service in the shape of the others that works at once. */
import { PINNED_NODE, ROOT } from './bootstrap/checkout.mjs';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';
import { generatePrismaClient } from './build/prisma-client.mjs';
import { parseName } from './new-service/name.mjs';
import { writeService } from './new-service/files.mjs';
import { linkPackage, recordInLockfiles, wireContracts } from './new-service/wiring.mjs';
import { lastLine, runCommand } from './stack/host/command.mjs';

/** @param {...string} args A program of the checkout and its arguments. */
const run = async (...args) => {
  const { code, output } = await runCommand(PINNED_NODE, args, { cwd: ROOT });
  if (code !== 0) throw new ExplainedError(`${args[0]} failed: ${lastLine(output)}`);
};

/** @param {import('./new-service/name.mjs').ServiceName} name */
const nextSteps = ({ kebab }) => `
apps/${kebab} is there, with its messages in libs/contracts/src/${kebab}. Try it:

    npx jest -c apps/${kebab}/jest.config.cjs domain   # no server needed
    npm test                                           # everything, on servers of its own
    npm start                                          # starts it with the others

Next:
  - replace the item by what the service is about: domain, migration, schema.prisma, message
  - say in apps/${kebab}/README.md what it alone owns, then \`npm run generate\`
  - the public edge does not know it yet: add its paths to apps/gateway/src/domain/routing.ts,
    and its container to docker-compose.yml
  - its messages may change until they are in libs/contracts/released
`;

await runMain(async () => {
  const name = parseName(process.argv.slice(2));
  const written = [...writeService(name), ...wireContracts(name)];
  recordInLockfiles(name);
  linkPackage(name);
  await generatePrismaClient(`apps/${name.kebab}`);
  await run('node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', ...written);
  await run('tools/generate.mjs');
  process.stdout.write(nextSteps(name));
});
