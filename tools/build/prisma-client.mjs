import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';
import { runCommand } from '../stack/host/command.mjs';

const PRISMA = 'node_modules/prisma/build/index.js';

/**
 * Generates the Prisma client of one app into its src/generated, offline.
 * @param {string} root Such as apps/ledger.
 * @returns {Promise<boolean>} False when the schema had not changed since the last time.
 */
export const generatePrismaClient = async (root) => {
  const schema = `${root}/prisma/schema.prisma`;
  const generated = join(ROOT, root, 'src/generated/prisma');
  const stamp = join(ROOT, root, 'src/generated/prisma.stamp');
  const wanted = stampOf(schema);
  if (existsSync(generated) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return false;
  }
  rmSync(generated, { recursive: true, force: true });
  const { code, output } = await runCommand(
    PINNED_NODE,
    [PRISMA, 'generate', '--schema', schema, '--no-hints'],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, 'tools/build/no-schema-engine'),
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  if (code !== 0) throw new ExplainedError(`Prisma could not read ${schema}:\n${output.trim()}`);
  writeFileSync(stamp, wanted);
  return true;
};

/** @param {string} schema */
const stampOf = (schema) => {
  const version = readFileSync(join(ROOT, 'node_modules/prisma/package.json'), 'utf8');
  const hash = createHash('sha256')
    .update(version)
    .update(readFileSync(join(ROOT, schema)));
  return hash.digest('hex');
};
