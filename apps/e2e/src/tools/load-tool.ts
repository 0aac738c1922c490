import { join } from 'node:path';

export const ROOT = join(__dirname, '../../../..');

/** The tools are plain ES modules outside every project; a test says which part of one it uses. */
export const loadTool = <T extends object>(path: string): T =>
  jest.requireActual<T>(join(ROOT, 'tools', path));
