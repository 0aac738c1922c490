import { randomBytes } from 'node:crypto';
import { Defect } from '@outcry/kernel';
import { eventually, testServers } from '@outcry/testing';
import {
  clearRig,
  consumerOf,
  effectsOf,
  heldOf,
  moved,
  openRig,
  publish,
  writeEffects,
  type TestRig,
} from '../../test/consumer-rig';
import { createKafkaTopics, createKafkaTransport } from '../index';
import type { Transport } from '../transport/transport';
import type { Consumer } from './consumer';
import type { ReceivedMessage } from './received-message';

let rig: TestRig;
let transport: Transport;
const started: Consumer[] = [];

beforeAll(async () => {
  rig = await openRig('kafka');
});
afterAll(() => rig.close());
beforeEach(async () => {
  const topicPrefix = `test-${randomBytes(5).toString('hex')}-`;
  const connection = { brokers: testServers().kafkaBrokers, clientId: 'test' };
  await createKafkaTopics(connection, [moved.topic], { topicPrefix });
  transport = createKafkaTransport({ ...connection, topicPrefix });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((consumer) => consumer.stop()));
  await transport.close();
  await clearRig(rig);
});

const group = (): string => `parcel.${randomBytes(4).toString('hex')}`;
const numbered = (key: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ key, sequence: from + index }));
const places = (key: string, from: number, to: number) =>
  numbered(key, from, to).map(({ sequence }) => `${key}#${sequence}`);
const start = async (over: Parameters<typeof consumerOf>[2]): Promise<Consumer> => {
  const consumer = consumerOf(rig.database, transport, over);
  started.push(consumer);
  await consumer.start();
  return consumer;
};
const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);

describe('a consumer of a real broker', () => {
  it('applies every message once and in order while members come and go', async () => {
    const name = group();
    const over = { name, lane: 'ordered', maxBatch: 5 } as const;
    await start({ ...over, apply: writeEffects('one') });
    await publish(
      transport,
      keys.flatMap((key) => numbered(key, 1, 30)),
    );
    await eventually(async () => (await effectsOf(rig.database)).length > 20);
    const second = await start({ ...over, apply: writeEffects('two') });
    await publish(
      transport,
      keys.flatMap((key) => numbered(key, 31, 60)),
    );
    await eventually(async () => (await effectsOf(rig.database)).length > 400);
    await second.stop();
    await publish(
      transport,
      keys.flatMap((key) => numbered(key, 61, 70)),
    );
    await eventually(async () => (await effectsOf(rig.database)).length >= 840);
    const effects = await effectsOf(rig.database);
    for (const key of keys) {
      expect(effects.filter((place) => place.startsWith(`${key}#`))).toEqual(places(key, 1, 70));
    }
    expect(await heldOf(rig.database)).toEqual([]);
  });

  it('starts again where it stopped', async () => {
    const name = group();
    const first = await start({ name });
    await publish(transport, numbered('a', 1, 5));
    await eventually(async () => (await effectsOf(rig.database)).length === 5);
    await first.stop();
    await rig.database.query('DELETE FROM inbox');
    await publish(transport, numbered('a', 6, 8));
    await start({ name });
    await eventually(async () => (await effectsOf(rig.database)).length === 8);
    expect(await effectsOf(rig.database)).toEqual(places('a', 1, 8));
  });

  it('holds poison and goes on; its health shows no lag in the end', async () => {
    const write = writeEffects();
    const apply = async (
      messages: readonly ReceivedMessage[],
      sql: Parameters<typeof write>[1],
    ) => {
      if (messages.some(({ sequence }) => sequence === 3n)) throw new Defect('cannot be');
      await write(messages, sql);
    };
    const consumer = await start({ name: group(), apply });
    await publish(transport, [...numbered('a', 1, 5), ...numbered('b', 1, 2)]);
    await eventually(async () => (await effectsOf(rig.database)).length === 6);
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    await eventually(() => consumer.health().lag === 0);
    expect(consumer.health()).toMatchObject({ state: 'running', stalled: false, paused: false });
  });
});
