import { tcpProxy, type TcpProxy } from '@outcry/testing';
import type { PortDealer } from './ports';

export const KINDS = ['kafka', 'postgres', 'gateway'] as const;
export type LinkKind = (typeof KINDS)[number];

/** One process's connection to what it needs, through a proxy that can spoil it. */
export type Link = { readonly kind: LinkKind; readonly name: string; readonly proxy: TcpProxy };

export type Links = {
  readonly all: Link[];
  readonly add: (kind: LinkKind, name: string, targetPort: number, port: number) => Promise<string>;
  /** Whole again: no fault, new connections accepted. */
  readonly heal: () => void;
  readonly close: () => Promise<void>;
};

const HOST = '127.0.0.1';

export const createLinks = (): Links => {
  const all: Link[] = [];
  return {
    all,
    add: async (kind, name, targetPort, port) => {
      const proxy = await tcpProxy({ host: HOST, port: targetPort }, port);
      all.push({ kind, name, proxy });
      return `${HOST}:${proxy.port}`;
    },
    heal: () => all.forEach(({ proxy }) => proxy.fault({ kind: 'none' })),
    close: async () => {
      await Promise.all(all.map(({ proxy }) => proxy.close()));
    },
  };
};

/** A listener of the broker's own for each replica, so that each can lose the broker alone. */
export type BrokerListener = {
  readonly replica: string;
  readonly port: number;
  readonly proxied: number;
};

export const dealListeners = async (
  replicas: readonly string[],
  port: PortDealer,
): Promise<BrokerListener[]> => {
  const listeners: BrokerListener[] = [];
  for (const replica of replicas)
    listeners.push({ replica, port: await port(), proxied: await port() });
  return listeners;
};

/** The broker's settings for its own listeners and those that advertise the proxies. */
export const listenerSettings = (
  direct: { readonly kafka: number; readonly kafkaController: number },
  listeners: readonly BrokerListener[],
): Record<string, string> => {
  const names = listeners.map((_, index) => `LINK${index}`);
  const own = [`PLAINTEXT://${HOST}:${direct.kafka}`];
  const controller = `CONTROLLER://${HOST}:${direct.kafkaController}`;
  const at = (of: (listener: BrokerListener) => number): string[] =>
    listeners.map((listener, index) => `${names[index]}://${HOST}:${of(listener)}`);
  return {
    listeners: [...own, ...at(({ port }) => port), controller].join(','),
    'advertised.listeners': [...own, ...at(({ proxied }) => proxied), controller].join(','),
    'listener.security.protocol.map': ['CONTROLLER', 'PLAINTEXT', ...names]
      .map((name) => `${name}:PLAINTEXT`)
      .join(','),
  };
};
