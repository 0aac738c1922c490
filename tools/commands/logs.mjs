/** `npm run logs -- <name> [--no-follow]`: the end of a process's log, then what is added to it. */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { OUTCRY_DIR } from '../bootstrap/checkout.mjs';
import { ExplainedError, runMain } from '../bootstrap/explained-error.mjs';

const LINES = 200;
const POLL_MS = 300;
const LOGS = join(OUTCRY_DIR, 'logs');

/** @returns {string[]} */
const names = () =>
  existsSync(LOGS)
    ? readdirSync(LOGS)
        .filter((file) => file.endsWith('.log'))
        .map((file) => file.slice(0, -'.log'.length))
    : [];

/** @param {string} file @param {number} from @param {number} to */
const copy = (file, from, to) => {
  const added = Buffer.alloc(to - from);
  const descriptor = openSync(file, 'r');
  const read = readSync(descriptor, added, 0, added.length, from);
  closeSync(descriptor);
  process.stdout.write(added.subarray(0, read));
};

/** @param {string} file @param {number} shown Bytes already printed. */
const follow = (file, shown) => {
  setInterval(() => {
    const { size } = statSync(file);
    if (size < shown) shown = 0; // The log was cut.
    if (size > shown) copy(file, shown, size);
    shown = size;
  }, POLL_MS);
};

await runMain(async () => {
  const [name] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
  if (name === undefined || !names().includes(name)) {
    const known = names().join(', ') || 'none yet, since nothing was started';
    throw new ExplainedError(`Name a log, as in \`npm run logs -- bidding\`. There are: ${known}.`);
  }
  const file = join(LOGS, `${name}.log`);
  const text = readFileSync(file);
  process.stdout.write(`${text.toString('utf8').trimEnd().split('\n').slice(-LINES).join('\n')}\n`);
  if (!process.argv.includes('--no-follow')) follow(file, text.length);
});
