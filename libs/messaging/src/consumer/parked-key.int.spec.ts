import { Defect, OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  heldOf,
  numbered,
  places,
  publish,
  readAgain,
  recordOf,
  TOPIC,
  writeEffects,
} from '../../test/consumer-rig';
import type { ReceivedMessage } from './received-message';

const rig = consumerRig('parked');

const parkedKeys = async () =>
  (await rig.database.query<{ key: string }>('SELECT key FROM held_key ORDER BY key')).rows;

const failing = (poison: Set<string>, error: () => Error) => {
  const write = writeEffects();
  return async (messages: readonly ReceivedMessage[], sql: Parameters<typeof write>[1]) => {
    await write(messages, sql);
    for (const { data } of messages) {
      if (poison.has((data as { place: string }).place)) throw error();
    }
  };
};
const busy = () => new OperationalError('bank_busy', 'later', { retryable: true });

describe('a parked key of an ordered consumer', () => {
  it('keeps later messages behind the held one, lets other keys go on, and drains in order', async () => {
    const transport = createMemoryTransport();
    const poison = new Set(['a#3']);
    await publish(transport, [...numbered(1, 5), ...numbered(1, 5, 'b')]);
    await rig.start(rig.database, transport, {
      lane: 'ordered',
      apply: failing(poison, busy),
    });
    await eventually(async () => (await heldOf(rig.database)).length === 3);
    await publish(transport, [...numbered(6, 6), ...numbered(6, 6, 'b')]);
    await eventually(async () => (await effectsOf(rig.database)).includes('b#6'));
    await eventually(async () => (await heldOf(rig.database)).length === 4);
    expect((await effectsOf(rig.database)).filter((place) => place.startsWith('a'))).toEqual(
      places(1, 2),
    );
    poison.clear();
    await eventually(async () => (await heldOf(rig.database)).length === 0);
    await eventually(async () => (await parkedKeys()).length === 0);
    await publish(transport, numbered(7, 7));
    await eventually(async () => (await effectsOf(rig.database)).includes('a#7'));
    expect((await effectsOf(rig.database)).filter((place) => place.startsWith('a'))).toEqual(
      places(1, 7),
    );
  });

  it('keeps the order while new messages arrive during the drain', async () => {
    const transport = createMemoryTransport();
    const poison = new Set(['a#1']);
    await publish(transport, numbered(1, 20));
    await rig.start(rig.database, transport, {
      lane: 'ordered',
      apply: failing(poison, busy),
    });
    await eventually(async () => (await heldOf(rig.database)).length === 20);
    poison.clear();
    for (let from = 21; from <= 60; from += 4) {
      await publish(transport, numbered(from, from + 3));
    }
    await eventually(async () => (await effectsOf(rig.database)).length === 60);
    expect(await effectsOf(rig.database)).toEqual(places(1, 60));
    await eventually(async () => (await parkedKeys()).length === 0);
  });

  it('waits behind a dead letter until a person releases it', async () => {
    const transport = createMemoryTransport();
    const poison = new Set(['a#2']);
    await publish(transport, numbered(1, 4));
    await rig.start(rig.database, transport, {
      lane: 'ordered',
      apply: failing(poison, () => new Defect('cannot be')),
    });
    await eventually(async () => (await heldOf(rig.database)).length === 3);
    expect(await heldOf(rig.database)).toMatchObject([
      { sequence: '2', state: 'dead', cause: 'defect' },
      { sequence: '3', state: 'queued' },
      { sequence: '4', state: 'queued' },
    ]);
    expect(await effectsOf(rig.database)).toEqual(['a#1']);
  });

  it('holds what follows a hole, and goes on by itself when the missing one arrives', async () => {
    const transport = createMemoryTransport();
    await publish(transport, [...numbered(1, 1), ...numbered(3, 4)]);
    await rig.start(rig.database, transport, { lane: 'ordered' });
    await eventually(async () => (await heldOf(rig.database)).length === 2);
    expect(await heldOf(rig.database)).toMatchObject([
      { sequence: '3', state: 'waiting', cause: 'gap' },
      { sequence: '4', state: 'queued' },
    ]);
    await publish(transport, numbered(2, 2));
    await eventually(async () => (await effectsOf(rig.database)).length === 4);
    expect(await effectsOf(rig.database)).toEqual(places(1, 4));
    await eventually(async () => (await parkedKeys()).length === 0);
  });

  it('drops late repeats of what it has passed, with and without an inbox row', async () => {
    const transport = createMemoryTransport();
    const records = numbered(1, 3).map(recordOf);
    const producer = await transport.producer({ clientId: 'test' });
    await producer.send([{ topic: TOPIC, records }]);
    await producer.close();
    await rig.start(rig.database, transport, { lane: 'ordered' });
    await eventually(async () => (await effectsOf(rig.database)).length === 3);
    await rig.database.query('DELETE FROM inbox');
    const late = await transport.producer({ clientId: 'zombie' });
    await late.send([{ topic: TOPIC, records: records.slice(0, 2) }]);
    await publish(transport, numbered(4, 4));
    await eventually(async () => (await effectsOf(rig.database)).length === 4);
    expect(await effectsOf(rig.database)).toEqual(places(1, 4));
    expect(await heldOf(rig.database)).toEqual([]);
    const claimed = await rig.database.query('SELECT 1 FROM inbox');
    expect(claimed.rowCount).toBe(1);
  });

  it('replayed from zero leaves the state unchanged', async () => {
    const transport = createMemoryTransport();
    await publish(transport, [...numbered(1, 30), ...numbered(1, 30, 'b')]);
    const consumer = await rig.start(rig.database, transport, { lane: 'ordered' });
    await eventually(async () => (await effectsOf(rig.database)).length === 60);
    await consumer.stop();
    const before = await effectsOf(rig.database);
    const replay = readAgain(transport);
    await rig.start(rig.database, replay, { lane: 'ordered' });
    await publish(replay, numbered(31, 31));
    await eventually(async () => (await effectsOf(rig.database)).length === 61);
    expect(await effectsOf(rig.database)).toEqual([...before, 'a#31']);
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
