import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { defineMessage, defineTopic } from '@outcry/contracts';
import { uuidV7Generator } from '@outcry/kernel';
import { createDatabase, createTestDatabase, type ServiceDatabase } from '@outcry/testing';
import { z } from 'zod';
import {
  createMemoryTransport,
  createOutbox,
  createRelay,
  inProcessWakeUps,
  message,
  OUTBOX_SHARDS,
  type EmitContext,
  type MemoryTransport,
  type Outbox,
  type OutgoingMessage,
  type Relay,
  type RelayOptions,
  type Sql,
  type WakeUps,
} from '../src';

const topic = defineTopic({
  name: 'harbour.crate.v1',
  kind: 'event',
  owner: 'harbour',
  key: 'the crate',
  description: 'What happens to crates, for tests.',
});
export const crateMoved = defineMessage({
  type: 'harbour.crate-moved.v1',
  topic,
  description: 'A crate is somewhere else.',
  data: z.object({ place: z.string(), note: z.string().optional() }),
});
export const TOPIC = topic.name;

export const moved = (
  key: string,
  sequence: number,
  place = `place ${sequence}`,
): OutgoingMessage =>
  message({
    definition: crateMoved,
    tenantId: 'default',
    key,
    sequence: BigInt(sequence),
    data: { place },
  });

export const emitContext: EmitContext = {
  source: '/outcry/harbour',
  ids: uuidV7Generator({ nowMs: Date.now }, randomBytes),
  clock: { nowMs: Date.now },
  shards: OUTBOX_SHARDS,
  traceHeaders: () => ({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }),
};

/** What a test sees of a published record. */
export type Published = {
  readonly key: string;
  readonly id: string;
  readonly sequence: number;
  readonly value: string | null;
};

export type OutboxRig = {
  readonly database: ServiceDatabase;
  readonly connectionString: string;
  readonly transport: MemoryTransport;
  readonly wakeUps: WakeUps;
  readonly outbox: Outbox;
  /** Appends in a transaction of its own, and wakes. */
  readonly emit: (...messages: OutgoingMessage[]) => Promise<void>;
  /** A transaction that stays open until told: for rows that become visible late. */
  readonly openTransaction: () => Promise<
    Sql & { commit(): Promise<void>; rollback(): Promise<void> }
  >;
  /** A relay that the rig stops in the end. */
  readonly relay: (options?: Partial<RelayOptions>) => Relay;
  readonly published: () => readonly Published[];
  readonly pending: () => Promise<number>;
  readonly close: () => Promise<void>;
};

export const outboxRig = async (): Promise<OutboxRig> => {
  const { connectionString, drop } = await createTestDatabase({
    name: 'outbox',
    migrationsDir: join(__dirname, '../migrations'),
  });
  const database = createDatabase({ connectionString, maxConnections: 20 });
  // As in a service: a relay's connections are its own, and keep their plans.
  const relayed = createDatabase({ connectionString, maxConnections: 12, byIndex: true });
  const transport = createMemoryTransport();
  const wakeUps = inProcessWakeUps();
  const outbox = createOutbox({ ...emitContext, wakeUps });
  const relays: Relay[] = [];
  return {
    database,
    connectionString,
    transport,
    wakeUps,
    outbox,
    emit: async (...messages) => {
      await database.transact((sql) => outbox.append(sql, messages));
      outbox.wake();
    },
    openTransaction: async () => {
      const client = await database.pool.connect();
      const end = async (how: string): Promise<void> => {
        await client.query(how);
        client.release();
      };
      await client.query('BEGIN');
      return {
        query: async (text, values) => {
          const { rows, rowCount } = await client.query(text, values as unknown[]);
          return { rows, rowCount: rowCount ?? 0 };
        },
        commit: () => end('COMMIT'),
        rollback: () => end('ROLLBACK'),
      };
    },
    relay: (options = {}) => {
      const relay = createRelay({
        database: relayed,
        transport,
        shards: OUTBOX_SHARDS,
        owner: `relay-${randomUUID()}`,
        leaseTtlMs: 2_000,
        wakeUps,
        pollMs: { min: 5, max: 20 },
        ...options,
      });
      relays.push(relay);
      return relay;
    },
    published: () =>
      transport.records(TOPIC).map(({ key, headers, value }) => ({
        key: String(key),
        id: String(headers['ce_id']),
        sequence: Number(headers['ce_sequence']),
        value: value?.toString() ?? null,
      })),
    pending: async () => {
      const { rows } = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
      return rows[0]?.n ?? 0;
    },
    close: async () => {
      await Promise.all(relays.map((relay) => relay.stop()));
      await wakeUps.close();
      await transport.close();
      await Promise.all([database.close(), relayed.close()]);
      await drop();
    },
  };
};

/**
 * What must hold under every fault: per key the first occurrences are all there, in order, nothing
 * else is, and repeats have the same id and the same bytes.
 */
export const expectFaithful = (
  records: readonly Published[],
  emitted: Readonly<Record<string, number>>,
): void => {
  for (const [key, count] of Object.entries(emitted)) {
    expect({ key, sequences: firstOccurrences(records, key) }).toEqual({
      key,
      sequences: upTo(count),
    });
  }
  expect(records.filter(({ key }) => emitted[key] === undefined)).toEqual([]);
  const distinct = new Map(records.map((record) => [record.id, record]));
  for (const record of records) expect(record).toEqual(distinct.get(record.id));
};

/** The sequences of a key in the order of their first occurrence. */
export const firstOccurrences = (records: readonly Published[], key: string): readonly number[] => {
  const seen = new Set<string>();
  return records
    .filter((record) => record.key === key && !seen.has(record.id) && seen.add(record.id))
    .map(({ sequence }) => sequence);
};

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
