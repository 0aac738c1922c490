import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { defineMessage, defineTopic } from '@outcry/contracts';
import { uuidV7Generator, uuidV7LowerBound, type IdGenerator } from '@outcry/kernel';
import {
  createConsumer,
  createMemoryTransport,
  createOutbox,
  message,
  type Consumer,
  type ConsumerDefinition,
  type ConsumerOptions,
  type Database,
  type OutgoingRecord,
  type ReceivedMessage,
  type Sql,
  type Transport,
} from '../src';
import { createDatabase, createTestDatabase, type ServiceDatabase } from '@outcry/testing';
import { z } from 'zod';
import { armFailpoint } from '../src/failpoint';
import { messageHeaders } from '../src/outbox/message-headers';

export const ids: IdGenerator = uuidV7Generator({ nowMs: Date.now }, randomBytes);
const topic = defineTopic({
  name: `parcel.life.v1`,
  kind: 'event',
  owner: 'parcel',
  key: 'the parcel',
  description: 'What happens to parcels, for tests.',
});
export const moved = defineMessage({
  type: 'parcel.moved.v1',
  topic,
  description: 'A parcel is somewhere else.',
  data: z.object({ place: z.string() }),
});
export const TOPIC = topic.name;

/** Fast enough for tests, slow enough for an order of events to show. */
export const quick: Partial<ConsumerOptions> = {
  heartbeatIntervalMs: 20,
  inPlaceBackoff: { firstMs: 1, capMs: 2 },
  heldBackoff: { firstMs: 10, capMs: 20 },
  outageBackoff: { firstMs: 5, capMs: 20 },
  gapRecheckMs: 20,
  drainIntervalMs: 15,
  maxAttempts: 1_000,
};

/** The same log, read from its start by a group without offsets: all is delivered again. */
export const readAgain = (transport: Transport): Transport => ({
  ...transport,
  subscribe: (options) => transport.subscribe({ ...options, group: `${options.group}.again` }),
});

export type RecordSpec = {
  readonly key: string;
  readonly sequence?: number;
  readonly id?: string;
  readonly place?: string;
  readonly type?: string;
  readonly value?: string | null;
  readonly timeMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Messages of a key, in order. */
export const numbered = (from: number, to: number, key = 'a') =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ key, sequence: from + index }));

/** The places of such messages, as {@link effectsOf} shows them. */
export const places = (from: number, to: number, key = 'a'): string[] =>
  numbered(from, to, key).map(({ sequence }) => `${key}#${sequence}`);

/** A record as an outbox's relay would send it. */
export const recordOf = (spec: RecordSpec): OutgoingRecord => {
  const { key, sequence, place = `${key}#${sequence ?? ''}` } = spec;
  const outgoing = message({
    definition: moved,
    tenantId: 'default',
    key,
    data: { place },
    ...(sequence === undefined ? {} : { sequence: BigInt(sequence) }),
  });
  const headers = messageHeaders(outgoing, {
    id: spec.id ?? ids.next(),
    source: '/outcry/parcel',
    nowMs: spec.timeMs ?? Date.now(),
    traceHeaders: {},
  });
  return {
    key,
    value: spec.value === undefined ? JSON.stringify({ place }) : spec.value,
    headers: {
      ...headers,
      ...(spec.type === undefined ? {} : { ce_type: spec.type }),
      ...spec.headers,
    },
  };
};

/** An id of a moment, for ids outside the inbox. */
export const idAt = (instantMs: number): string =>
  uuidV7LowerBound(instantMs).slice(0, 24) + randomBytes(6).toString('hex');

const EFFECTS = `
  CREATE TABLE effect (n bigserial PRIMARY KEY, member text, event_id uuid, key text, place text)`;

export type TestRig = {
  readonly database: ServiceDatabase;
  readonly connectionString: string;
  readonly close: () => Promise<void>;
};

export const openRig = async (name: string): Promise<TestRig> => {
  const migrationsDir = join(__dirname, '..', 'migrations');
  const test = await createTestDatabase({ name, migrationsDir });
  const database = createDatabase({ connectionString: test.connectionString });
  await database.query(EFFECTS);
  return {
    database,
    connectionString: test.connectionString,
    close: async () => {
      await database.close();
      await test.drop();
    },
  };
};

/** Forgets everything but the inbox's days. */
const clearRig = async ({ database }: TestRig): Promise<void> => {
  await database.query(
    `TRUNCATE effect, inbox, consumer_position, held_key, held_message, held_audit, outbox`,
  );
};

/** The effect of the tests: one row per message, in the caller's transaction. */
export const writeEffects =
  (member = 'a') =>
  async (messages: readonly ReceivedMessage[], sql: Sql): Promise<void> => {
    for (const { id, key, data } of messages) {
      await sql.query('INSERT INTO effect (member, event_id, key, place) VALUES ($1, $2, $3, $4)', [
        member,
        id,
        key,
        (data as { place: string }).place,
      ]);
    }
  };

export const definitionOf = (over: Partial<ConsumerDefinition> = {}): ConsumerDefinition => ({
  name: 'parcel.watch',
  lane: 'unordered',
  accepts: [moved],
  from: 'earliest',
  maxBatch: 10,
  apply: writeEffects(),
  ...over,
});

export const outboxOf = () =>
  createOutbox({
    source: '/outcry/test',
    ids,
    clock: { nowMs: Date.now },
    shards: 8,
    traceHeaders: () => ({}),
  });

export const consumerOf = (
  database: Database,
  transport: Transport,
  over: Partial<ConsumerDefinition> = {},
  options: Partial<ConsumerOptions> = {},
): Consumer =>
  createConsumer(definitionOf(over), {
    database,
    transport,
    outbox: outboxOf(),
    options: { ...quick, ...options },
  });

export type ConsumerRig = {
  readonly database: ServiceDatabase;
  /** A consumer that runs until the end of its test. */
  readonly start: (...args: Parameters<typeof consumerOf>) => Promise<Consumer>;
  /** Arms a failpoint until the end of the test; the result disarms it before. */
  readonly arm: typeof armFailpoint;
};

/** One rig for all tests of a file; after each its consumers stop, and all is forgotten. */
export const consumerRig = (name: string): ConsumerRig => {
  let rig: TestRig;
  const started: Consumer[] = [];
  const disarms: (() => void)[] = [];
  beforeAll(async () => {
    rig = await openRig(name);
  });
  afterEach(async () => {
    disarms.splice(0).forEach((disarm) => disarm());
    await Promise.all(started.splice(0).map((consumer) => consumer.stop()));
    await clearRig(rig);
  });
  afterAll(() => rig.close());
  return {
    get database() {
      return rig.database;
    },
    start: async (...args) => {
      const consumer = consumerOf(...args);
      started.push(consumer);
      await consumer.start();
      return consumer;
    },
    arm: (...args) => {
      const disarm = armFailpoint(...args);
      disarms.push(disarm);
      return disarm;
    },
  };
};

export const publish = async (
  transport: Transport,
  specs: readonly RecordSpec[],
  to = TOPIC,
): Promise<void> => {
  const producer = await transport.producer({ clientId: 'test' });
  await producer.send([{ topic: to, records: specs.map(recordOf) }]);
  await producer.close();
};

/** Places in the order of their effects. */
export const effectsOf = async (database: Database): Promise<string[]> => {
  const { rows } = await database.query<{ place: string }>('SELECT place FROM effect ORDER BY n');
  return rows.map((row) => row.place);
};

export const heldOf = async (database: Database) => {
  const { rows } = await database.query<{
    key: string;
    sequence: string | null;
    state: string;
    cause: string;
    attempts: number;
  }>(
    `SELECT key, sequence::text, state, cause, attempts FROM held_message
     ORDER BY key, held_message.sequence NULLS FIRST, id`,
  );
  return rows;
};

export { createMemoryTransport };
