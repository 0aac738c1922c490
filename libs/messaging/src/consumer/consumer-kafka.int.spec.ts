import { randomBytes } from 'node:crypto';
import { Defect } from '@outcry/kernel';
import { eventually, testServers } from '@outcry/testing';
import {
  consumerRig,
  effectsOf,
  heldOf,
  moved,
  numbered,
  places,
  publish,
  writeEffects,
} from '../../test/consumer-rig';
import { createKafkaTopics, createKafkaTransport } from '../index';
import type { Transport } from '../transport/transport';
import type { Consumer } from './consumer';
import type { ReceivedMessage } from './received-message';

const rig = consumerRig('kafka');
let transport: Transport;

beforeEach(async () => {
  const topicPrefix = `test-${randomBytes(5).toString('hex')}-`;
  const connection = { brokers: testServers().kafkaBrokers, clientId: 'test' };
  await createKafkaTopics(connection, [moved.topic], { topicPrefix });
  transport = createKafkaTransport({ ...connection, topicPrefix });
});
afterEach(() => transport.close());

const group = (): string => `parcel.${randomBytes(4).toString('hex')}`;
const start = (over: Parameters<typeof rig.start>[2]): Promise<Consumer> =>
  rig.start(rig.database, transport, over);
const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);

describe('a consumer of a real broker', () => {
  it('applies every message once and in order while members come and go', async () => {
    const name = group();
    const over = { name, lane: 'ordered', maxBatch: 5 } as const;
    await start({ ...over, apply: writeEffects('one') });
    await publish(
      transport,
      keys.flatMap((key) => numbered(1, 30, key)),
    );
    await eventually(async () => (await effectsOf(rig.database)).length > 20);
    const second = await start({ ...over, apply: writeEffects('two') });
    await publish(
      transport,
      keys.flatMap((key) => numbered(31, 60, key)),
    );
    await eventually(async () => (await effectsOf(rig.database)).length > 400);
    await second.stop();
    await publish(
      transport,
      keys.flatMap((key) => numbered(61, 70, key)),
    );
    await eventually(async () => (await effectsOf(rig.database)).length >= 840);
    const effects = await effectsOf(rig.database);
    for (const key of keys) {
      expect(effects.filter((place) => place.startsWith(`${key}#`))).toEqual(places(1, 70, key));
    }
    expect(await heldOf(rig.database)).toEqual([]);
  });

  it('starts again where it stopped', async () => {
    const name = group();
    const first = await start({ name });
    await publish(transport, numbered(1, 5));
    await eventually(async () => (await effectsOf(rig.database)).length === 5);
    await first.stop();
    await rig.database.query('DELETE FROM inbox');
    await publish(transport, numbered(6, 8));
    await start({ name });
    await eventually(async () => (await effectsOf(rig.database)).length === 8);
    expect(await effectsOf(rig.database)).toEqual(places(1, 8));
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
    await publish(transport, [...numbered(1, 5), ...numbered(1, 2, 'b')]);
    await eventually(async () => (await effectsOf(rig.database)).length === 6);
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    await eventually(() => consumer.health().lag === 0);
    expect(consumer.health()).toMatchObject({ state: 'running', stalled: false, paused: false });
  });
});
