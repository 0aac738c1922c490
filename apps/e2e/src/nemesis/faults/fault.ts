import type { Random } from '../random';
import type { Sometimes } from '../check/sometimes';
import type { Platform } from '../platform';
import type { Databases } from '../system/databases';
import type { Links } from '../system/links';
import type { Servers } from '../system/servers';
import type { Replica } from '../system/services';
import type { Topics } from '../system/topics';

/** All that a fault may lay its hands on. */
export type World = {
  readonly platform: Platform;
  readonly servers: Servers;
  readonly databases: Databases;
  readonly topics: Topics;
  readonly links: Links;
  readonly replicas: readonly Replica[];
  readonly sometimes: Sometimes;
  /** How often each event was delivered once more on purpose, by its id. */
  readonly redelivered: Map<string, number>;
};

export type Fault = {
  readonly name: string;
  /** Faults that share a word never run at once. */
  readonly touches: (random: Random) => readonly string[];
  /** Breaks something, waits, and mends it again. */
  readonly inflict: (world: World, random: Random, touched: readonly string[]) => Promise<void>;
};

export const SERVICES = ['bidding', 'ledger', 'notification', 'gateway'] as const;

export const anyReplica = (random: Random): readonly string[] => [
  `${random.pick(SERVICES)}-${random.int(0, 1)}`,
];

export const replicaNamed = (world: World, name: string | undefined): Replica => {
  const found = world.replicas.find(({ process }) => process.name === name);
  if (found === undefined) throw new Error(`there is no replica ${name}`);
  return found;
};
