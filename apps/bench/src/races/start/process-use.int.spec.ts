import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { useOf } from './process-use';

const MEBIBYTE = 2 ** 20;

describe('what a process uses', () => {
  it('is its memory, and processor time that only grows', () => {
    const before = useOf(process.pid, { withChildren: false });
    // Work enough for a tick of the system's clock, however fast the machine is.
    while (useOf(process.pid, { withChildren: false }).cpuMs <= before.cpuMs);
    expect(before.residentMiB).toBeGreaterThan(10);
    expect(before.residentMiB).toBeLessThan(8_192);
  });

  it('counts what it has started only when told to', async () => {
    const kept = `const kept = Buffer.alloc(${200 * MEBIBYTE}, 1); process.stdout.write('ready'); `;
    const child = spawn(process.execPath, ['-e', `${kept} setInterval(() => kept, 1000)`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      const alone = useOf(process.pid, { withChildren: false });
      const together = useOf(process.pid, { withChildren: true });
      expect(together.residentMiB).toBeGreaterThan(alone.residentMiB + 100);
    } finally {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  });

  it('is unknown of a process that there is not', () => {
    expect(() => useOf(2 ** 30, { withChildren: false })).toThrow('is not to be seen');
  });
});
