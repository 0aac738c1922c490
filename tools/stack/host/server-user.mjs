import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { runCommand } from './command.mjs';

/**
 * PostgreSQL refuses to run as root, so root hands it to an unprivileged user.
 * @typedef {{ name: string, uid: number, gid: number }} ServerUser
 */

const OWN_NAME = 'outcry';
const KNOWN_NAMES = [OWN_NAME, 'postgres'];
const FALLBACK_NAME = 'nobody';
const OUTSIDE = '/var/lib/outcry';

/**
 * @returns {Promise<ServerUser | undefined>} Undefined when we are not root and so need none.
 */
export const serverUser = async () => {
  if (process.getuid?.() !== 0) return undefined;
  const found = KNOWN_NAMES.map(lookUp).find((user) => user !== undefined);
  if (found !== undefined) return found;
  await runCommand('useradd', ['--system', '--no-create-home', OWN_NAME]);
  const user = lookUp(OWN_NAME) ?? lookUp(FALLBACK_NAME);
  if (user !== undefined) return user;
  throw new ExplainedError(
    'PostgreSQL does not run as root, and no user for it could be made: run as a normal user, or ' +
      `make a system user called ${OWN_NAME}, or set OUTCRY_POSTGRES_URL.`,
  );
};

/** @param {string} name @returns {ServerUser | undefined} */
const lookUp = (name) => {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[0] === name);
  return entry && { name, uid: Number(entry[2]), gid: Number(entry[3]) };
};

/** @typedef {{ binaries: string, home: string, moved: boolean }} ServerPlace */

/**
 * Where the user can run the binaries and keep data: in the checkout, or if it cannot enter that,
 * in a folder of its own outside.
 * @param {ServerUser | undefined} user
 * @param {string} binaries Folder with bin/ below, in node_modules.
 * @param {string} directory Folder of the stack, in the checkout.
 * @param {string} probe A program below `binaries` that prints its version.
 * @returns {Promise<ServerPlace>}
 */
export const placeFor = async (user, binaries, directory, probe) => {
  mkdirSync(directory, { recursive: true });
  if (user === undefined) return { binaries, home: directory, moved: false };
  if (await canRun(user, join(binaries, probe))) return { binaries, home: directory, moved: false };
  const copied = join(OUTSIDE, 'postgres', versionOf(binaries));
  if (!existsSync(copied)) copyWhole(binaries, copied);
  const home = homeOutside(directory);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chownSync(home, user.uid, user.gid);
  return { binaries: copied, home, moved: true };
};

/** @param {string} directory Of a stack. @returns {string} Its folder outside, made or not. */
export const homeOutside = (directory) =>
  join(OUTSIDE, createHash('sha256').update(directory).digest('hex').slice(0, 12));

/**
 * The links among the libraries stay relative, and a copy that was interrupted is not taken for one.
 * @param {string} from @param {string} to
 */
const copyWhole = (from, to) => {
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, to);
};

/** @param {ServerUser} user @param {string} program */
const canRun = async (user, program) => {
  const { uid, gid } = user;
  const { code } = await runCommand(program, ['--version'], { uid, gid, cwd: '/' });
  return code === 0;
};

/** @param {string} binaries */
const versionOf = (binaries) =>
  JSON.parse(readFileSync(join(binaries, '../package.json'), 'utf8')).version;
