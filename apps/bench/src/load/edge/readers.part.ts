import { serveParts } from '../../stage/part';
import { httpConnection } from '../http-connection';

export type Reading = {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
};
export type Read = { readonly perSecond: number; readonly latenciesMs: readonly number[] };

const OK = 200;

/** Clients of the API that read, each again as soon as it has been answered. */
serveParts({
  read: async ({ port, path, connections, seconds }: Reading): Promise<Read> => {
    const request = `GET ${path} HTTP/1.1\r\nhost: bench\r\n\r\n`;
    const latenciesMs: number[] = [];
    const startedMs = performance.now();
    const endMs = startedMs + seconds * 1_000;
    const client = async (): Promise<void> => {
      const connection = await httpConnection(port);
      while (performance.now() < endMs) {
        const sentMs = performance.now();
        const status = await connection.send(request);
        if (status !== OK) throw new Error(`a read was answered with ${status}`);
        latenciesMs.push(performance.now() - sentMs);
      }
      connection.close();
    };
    await Promise.all(Array.from({ length: connections }, client));
    const tookSeconds = (performance.now() - startedMs) / 1_000;
    return { perSecond: latenciesMs.length / tookSeconds, latenciesMs };
  },
});
