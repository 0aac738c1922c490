import { randomUUID } from 'node:crypto';
import type { Read, Reading } from '../../load/edge/readers.part';
import { against } from '../../report/row';
import { median, medianSpread, spreadOf } from '../../report/statistics';
import { startPlayer } from '../../stage/player';
import { RUNS, type Race, type Scale } from '../race';
import { openEdge } from './open-edge';

const SECONDS: Readonly<Record<Scale, number>> = { full: 5, quick: 2, smoke: 0.2 };
const CONNECTIONS: Readonly<Record<Scale, number>> = { full: 32, quick: 32, smoke: 2 };

/** What the gateway takes of a read that it passes on, beside the same read without it. */
export const gatewayRace: Race = {
  name: 'gateway',
  run: async ({ scale, progress }) => {
    const edge = await openEdge();
    const readers = startPlayer('load/edge/readers.part.ts');
    try {
      const path = `/v1/auctions/${randomUUID()}`;
      const [connections, seconds] = [CONNECTIONS[scale], SECONDS[scale]];
      const read = (port: number): Promise<Read> =>
        readers.call<Read>('read', { port, path, connections, seconds } satisfies Reading);
      await read(edge.gatewayPort);
      const proxied: Read[] = [];
      const direct: Read[] = [];
      const cpuMicros: number[] = [];
      for (let run = 0; run < RUNS[scale]; run += 1) {
        const before = await edge.gateway.call<number>('cpuMicros');
        const last = await read(edge.gatewayPort);
        const used = (await edge.gateway.call<number>('cpuMicros')) - before;
        proxied.push(last);
        cpuMicros.push(used / last.latenciesMs.length);
        direct.push(await read(edge.servicePort));
      }
      const rate = (reads: readonly Read[]): number =>
        median(reads.map(({ perSecond }) => perSecond));
      const spread = (reads: readonly Read[]) =>
        medianSpread(reads.map(({ latenciesMs }) => spreadOf(latenciesMs)));
      progress(`proxied ${Math.round(rate(proxied))}/s, direct ${Math.round(rate(direct))}/s`);
      const row = {
        name: 'gateway',
        unit: 'requests/s',
        value: rate(proxied),
        ...spread(proxied),
        settings: {
          ...{ connections, seconds, runs: proxied.length, loop: 'closed', servers: 'Redis' },
          direct: 'a bare server that answers at once; no Redis, no token, no limits',
          directP50Ms: Number(spread(direct).p50.toFixed(2)),
          directP99Ms: Number(spread(direct).p99.toFixed(2)),
          overheadP99Ms: Number((spread(proxied).p99 - spread(direct).p99).toFixed(2)),
          gatewayCpuMicrosPerRequest: Math.round(median(cpuMicros)),
        },
      };
      return [against(row, 'the same read direct', rate(direct))];
    } finally {
      await readers.end();
      await edge.close();
    }
  },
};
