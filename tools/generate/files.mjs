/**
 * A generator returns the files that it wants, as text by path; this writes them, or says which
 * ones are stale. Owned folders hold nothing else, so a file no longer wanted is removed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const read = (path) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null;

const present = (folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
    : [];

/**
 * @param {{ files: Record<string, string>, ownedFolders: string[] }} wanted
 * @param {boolean} checkOnly
 * @returns {string[]} paths that were (or are) stale
 */
export function apply({ files, ownedFolders }, checkOnly) {
  const stale = Object.keys(files).filter((path) => read(path) !== files[path]);
  const orphans = ownedFolders.flatMap(present).filter((path) => !(path in files));
  if (checkOnly) return [...stale, ...orphans];
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path]);
  }
  for (const path of orphans) rmSync(join(root, path), { recursive: true });
  return [...stale, ...orphans];
}

/** The text between two markers of a file, replaced. */
export function betweenMarkers(path, name, text) {
  const source = read(path);
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = source?.indexOf(begin) ?? -1;
  const to = source?.indexOf(end) ?? -1;
  if (from < 0 || to < from) throw new Error(`${path} lacks the markers ${begin} and ${end}`);
  return `${source.slice(0, from + begin.length)}\n\n${text}\n\n${source.slice(to)}`;
}

export const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
