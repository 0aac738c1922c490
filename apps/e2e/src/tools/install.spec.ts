import { loadTool } from './load-tool';

type Lockfile = { packages?: Record<string, { version?: string; optional?: boolean }> };
const { lockfilesMatch } = loadTool<{
  lockfilesMatch(wanted: Lockfile, installed: Lockfile): boolean;
}>('bootstrap/install.mjs');

const wanted: Lockfile = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/@esbuild/aix-ppc64': { version: '0.28.2', optional: true },
  },
};

describe('installed dependencies', () => {
  it('match when every needed package is there; other platforms’ need not be', () => {
    expect(lockfilesMatch(wanted, { packages: { 'node_modules/pg': { version: '8.23.1' } } })).toBe(
      true,
    );
  });

  it.each([
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/pg': { version: '8.23.0' } }],
    [
      'a package is no longer wanted',
      { 'node_modules/pg': { version: '8.23.1' }, 'node_modules/left-pad': { version: '1.0.0' } },
    ],
  ])('do not match when %s', (_, packages) => {
    expect(lockfilesMatch(wanted, { packages })).toBe(false);
  });
});
