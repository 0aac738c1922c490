import { createServer } from 'node:net';
import { loadTool } from './load-tool';

const { javaMajor } = loadTool<{ javaMajor(output: string): number | undefined }>(
  'stack/host/java.mjs',
);
const { requireDiskSpace } = loadTool<{ requireDiskSpace(dir: string, free?: number): void }>(
  'stack/host/disk.mjs',
);
const { requireFreePorts, freePort, portsOfServices } = loadTool<{
  requireFreePorts(wanted: [string, number][]): Promise<void>;
  freePort(): Promise<number>;
  portsOfServices(services: string[]): Map<string, number>;
}>('stack/ports.mjs');

describe('what a start needs', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "24" 2025-03-18', 24],
    ['java version "1.8.0_402"', 8],
    ['sh: java: not found', undefined],
  ])('reads the Java version of %j', (output, major) => {
    expect(javaMajor(output)).toBe(major);
  });

  it('refuses a disk with less than 1 GB free, with what to do', () => {
    expect(() => requireDiskSpace('/data', 1024 ** 3 - 1)).toThrow(
      'The disk that holds /data has 1023 MB free, and Outcry needs 1 GB: free some space, then ' +
        'start again.',
    );
    expect(() => requireDiskSpace('/data', 1024 ** 3)).not.toThrow();
  });

  it('names the port that is taken, who needs it, who has it, and what to do', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      await expect(requireFreePorts([['kafka', port]])).rejects.toThrow(
        new RegExp(
          `^Port ${port}, which kafka needs, is in use by .*\\(pid ${process.pid}\\): end that ` +
            'process, or set OUTCRY_PORT_OFFSET=100 \\(any number\\) to move all of Outcry',
        ),
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    await expect(requireFreePorts([['kafka', port]])).resolves.toBeUndefined();
  });

  it('keeps the ports of the known services when others join', () => {
    const ports = portsOfServices(['ledger', 'alpha', 'gateway', 'zeta']);
    expect(Object.fromEntries(ports)).toEqual({
      gateway: 8080,
      ledger: 8082,
      alpha: 8084,
      zeta: 8085,
    });
  });
});
