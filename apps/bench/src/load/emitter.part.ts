import { randomBytes } from 'node:crypto';
import { uuidV7Generator } from '@outcry/kernel';
import {
  createOutbox,
  message,
  OUTBOX_SHARDS,
  redisWakeUps,
  silentLog,
  type Outbox,
  type OutgoingMessage,
} from '@outcry/messaging';
import { createDatabase, type ServiceDatabase } from '@outcry/service';
import { Redis } from 'ioredis';
import { itemMoved } from '../stage/item-moved';
import { serveParts } from '../stage/part';
import { sharedNowMs } from './latency-clock';

export type EmitterStart = {
  readonly connectionString: string;
  readonly redisUrl: string;
  readonly channel: string;
};
export type Emission = {
  readonly seconds: number;
  /** Events of one transaction. */
  readonly rows: number;
  /** Transactions a second, at random moments; null: as fast as the writers can. */
  readonly perSecond: number | null;
};
/** When the transaction of each event had committed, and how many there were a second. */
export type Emitted = {
  readonly committedMs: ReadonlyMap<string, number>;
  readonly eventsPerSecond: number;
};

const WRITERS = 16;
/** In an open loop on a slow machine transactions wait for a writer, which is no failure. */
const WAIT_FOR_WRITER_MS = 240_000;
const KEYS = 5_000;
const TEXT = 'x'.repeat(160);

let database: ServiceDatabase;
let outbox: Outbox;
let redis: Redis;
let emitted = 0;
/** The id of each message as it is appended: the outbox asks for them in the order of the list. */
const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);
let given: string[] = [];

const nextMessage = (): OutgoingMessage => {
  emitted += 1;
  const data = { place: `place ${emitted}`, text: TEXT };
  const key = `item-${emitted % KEYS}`;
  return message({ definition: itemMoved, tenantId: 'default', key, data });
};

const transaction = async (rows: number, committedMs: Map<string, number>): Promise<void> => {
  const messages = Array.from({ length: rows }, nextMessage);
  const mine = await database.transact(async (sql) => {
    given = [];
    const appending = outbox.append(sql, messages);
    // The ids are given before the statement is sent, so those of this transaction are here now.
    const own = given;
    await appending;
    return own;
  });
  const nowMs = sharedNowMs();
  for (const id of mine) committedMs.set(id, nowMs);
  outbox.wake();
};

const flatOut = async (endMs: number, work: () => Promise<void>): Promise<void> => {
  const writer = async (): Promise<void> => {
    while (performance.now() < endMs) await work();
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};

const onSchedule = async (
  endMs: number,
  perSecond: number,
  work: () => Promise<void>,
): Promise<void> => {
  const running = new Set<Promise<void>>();
  let nextMs = performance.now();
  while (nextMs < endMs) {
    const nowMs = performance.now();
    while (nextMs <= nowMs && nextMs < endMs) {
      const one = work();
      running.add(one);
      void one.finally(() => running.delete(one));
      nextMs -= (Math.log(1 - Math.random()) * 1_000) / perSecond;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
};

/** A replica that writes: its events are relayed by another one. */
serveParts({
  start: async ({ connectionString, redisUrl, channel }: EmitterStart) => {
    database = createDatabase({
      ...{ connectionString, maxConnections: WRITERS },
      connectTimeoutMs: WAIT_FOR_WRITER_MS,
    });
    redis = new Redis(redisUrl);
    outbox = createOutbox({
      source: '/outcry/bench',
      clock: { nowMs: Date.now },
      shards: OUTBOX_SHARDS,
      traceHeaders: () => ({}),
      wakeUps: redisWakeUps({ redis, channel, log: silentLog }),
      ids: {
        next: () => {
          const id = ids.next();
          given.push(id);
          return id;
        },
      },
    });
  },
  emit: async ({ seconds, rows, perSecond }: Emission): Promise<Emitted> => {
    const committedMs = new Map<string, number>();
    const startedMs = performance.now();
    const endMs = startedMs + seconds * 1_000;
    const work = (): Promise<void> => transaction(rows, committedMs);
    await (perSecond === null ? flatOut(endMs, work) : onSchedule(endMs, perSecond, work));
    const tookSeconds = (performance.now() - startedMs) / 1_000;
    return { committedMs, eventsPerSecond: committedMs.size / tookSeconds };
  },
});
