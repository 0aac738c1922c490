import { createServer } from 'node:net';

/** Below the ports that the kernel deals to outgoing connections (from 32768 on Linux). */
const FIRST = 13_000;
const LAST = 32_000;
const SPREAD = 67;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

export type PortDealer = () => Promise<number>;

/** Deals ports that are free now and that this process has not dealt before. */
export const portDealer = (): PortDealer => {
  let next = FIRST + ((process.pid * SPREAD) % (LAST - FIRST));
  return async () => {
    for (let tries = 0; tries < LAST - FIRST; tries += 1) {
      next = next >= LAST ? FIRST : next + 1;
      if (await isFree(next)) return next;
    }
    throw new Error(`no port between ${FIRST} and ${LAST} is free`);
  };
};
