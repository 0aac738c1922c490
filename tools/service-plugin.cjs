/**
 * Infers every project's `typecheck` target, and for a service that owns a database `generate`
 * (its Prisma client), so that adding a service needs no target configuration: the folder's shape
 * is the configuration.
 */
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const typecheck = (root) => ({
  executor: 'nx:run-commands',
  options: { command: `tsc --noEmit -p ${root}/tsconfig.json` },
  cache: true,
  inputs: ['default', '^default'],
  outputs: ['{projectRoot}/dist/types.tsbuildinfo'],
});

const generate = (root) => ({
  executor: 'nx:run-commands',
  options: { command: `node tools/prisma-generate.mjs ${root}` },
  cache: true,
  inputs: ['{projectRoot}/prisma/schema.prisma', '{workspaceRoot}/package-lock.json'],
  outputs: ['{projectRoot}/src/generated/prisma'],
});

const targetsOf = (root, workspace) => ({
  ...(existsSync(join(workspace, root, 'tsconfig.json')) ? { typecheck: typecheck(root) } : {}),
  ...(existsSync(join(workspace, root, 'prisma/schema.prisma'))
    ? { generate: generate(root) }
    : {}),
});

module.exports.createNodesV2 = [
  '{apps,libs}/*/package.json',
  (files, _options, context) =>
    files.map((file) => {
      const root = dirname(file);
      return [
        file,
        { projects: { [root]: { root, targets: targetsOf(root, context.workspaceRoot) } } },
      ];
    }),
];
