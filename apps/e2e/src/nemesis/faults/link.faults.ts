import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpProxy } from '@outcry/testing';
import type { Random } from '../random';
import { KINDS, type LinkKind } from '../system/links';
import type { Fault } from './fault';

const LONGEST_MS = 6_000;

const SPOILERS = {
  cut: async (proxy: TcpProxy, random: Random) => {
    for (let times = random.int(1, 4); times > 0; times -= 1) {
      proxy.cut();
      await sleep(random.int(50, 900));
    }
  },
  delay: async (proxy: TcpProxy, random: Random) => {
    proxy.fault({ kind: 'delay', ms: random.int(20, 300) });
    await sleep(random.int(2_000, LONGEST_MS));
  },
  'half-open': async (proxy: TcpProxy, random: Random) => {
    proxy.fault({ kind: 'half_open' });
    await sleep(random.int(2_000, LONGEST_MS));
    // What was swallowed never comes: a connection that lost bytes is no connection.
    proxy.cut();
  },
  slow: async (proxy: TcpProxy, random: Random) => {
    proxy.fault({ kind: 'slow', bytesPerSecond: random.int(4_000, 40_000) });
    await sleep(random.int(2_000, LONGEST_MS));
  },
} as const;

const spoil = (kind: LinkKind, how: keyof typeof SPOILERS): Fault => ({
  name: `link.${kind}.${how}`,
  touches: (random) => [`link ${kind} ${random.int(0, 5)}`],
  inflict: async ({ links }, random, [touched = '']) => {
    const ofKind = links.all.filter((link) => link.kind === kind);
    const { proxy } = ofKind[Number(touched.at(-1)) % ofKind.length] ?? {};
    if (proxy === undefined) return;
    try {
      await SPOILERS[how](proxy, random);
    } finally {
      proxy.fault({ kind: 'none' });
    }
  },
});

export const linkFaults: readonly Fault[] = KINDS.flatMap((kind) =>
  (Object.keys(SPOILERS) as (keyof typeof SPOILERS)[]).map((how) => spoil(kind, how)),
);
