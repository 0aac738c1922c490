import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';

const CONFIGS = [
  'apps/bidding/stryker.config.mjs',
  'libs/messaging/stryker.config.mjs',
  'apps/order-book/stryker.config.mjs',
];

/** Runs Stryker over each configuration; its own threshold decides. */
export const runStryker = () => {
  const stryker = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const codes = CONFIGS.map(
    (config) =>
      spawnSync(PINNED_NODE, [stryker, 'run', config], { cwd: ROOT, stdio: 'inherit' }).status ?? 1,
  );
  return Math.max(...codes);
};
