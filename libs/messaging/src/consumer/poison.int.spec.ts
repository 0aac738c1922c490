import { Defect, OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  heldOf,
  moved,
  publish,
  readAgain,
  writeEffects,
} from '../../test/consumer-rig';
import { redrive } from '../redrive/redrive';
import type { ReceivedMessage } from './received-message';

const rig = consumerRig('poison');

const placeOf = (message: ReceivedMessage): string => (message.data as { place: string }).place;

/** Writes effects, but throws on the messages named, until told otherwise. */
const failingOn = (poison: Set<string>, error: () => Error) => {
  const write = writeEffects();
  return async (messages: readonly ReceivedMessage[], sql: Parameters<typeof write>[1]) => {
    await write(messages, sql);
    if (messages.some((message) => poison.has(placeOf(message)))) throw error();
  };
};

const five = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, sequence: 1 }));
const defect = () => new Defect('cannot be');
const busy = () => new OperationalError('bank_busy', 'later', { retryable: true });
const refused = () => new OperationalError('bank_refuses', 'never', { retryable: false });

describe('a poison message', () => {
  it.each([
    ['first', 'a#1'],
    ['in the middle', 'c#1'],
    ['last', 'e#1'],
  ])('%s in a batch is held alone; the others are applied once', async (_where, poison) => {
    const transport = createMemoryTransport();
    await publish(
      transport,
      five.map((spec) => ({ ...spec, key: 'one', place: `${spec.key}#1` })),
    );
    await rig.start(rig.database, transport, {
      apply: failingOn(new Set([poison]), defect),
    });
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    await eventually(async () => (await effectsOf(rig.database)).length === 4);
    const others = five.map(({ key }) => `${key}#1`).filter((place) => place !== poison);
    expect(await effectsOf(rig.database)).toEqual(others);
    expect(await heldOf(rig.database)).toMatchObject([{ state: 'dead', cause: 'defect' }]);
  });

  it('that can never succeed is also published as a dead letter, with headers that say why', async () => {
    const transport = createMemoryTransport();
    await publish(transport, [{ key: 'a', sequence: 7 }]);
    await rig.start(rig.database, transport, { apply: failingOn(new Set(['a#7']), refused) });
    const letters = await eventually(async () => {
      const { rows } = await rig.database.query<Record<string, string>>('SELECT * FROM outbox');
      return rows.length === 1 && rows;
    });
    const [letter] = letters as unknown as [Record<string, string>];
    expect(letter).toMatchObject({
      topic: 'parcel.watch.dlq',
      key: 'a',
      payload: '{"place":"a#7"}',
    });
    const headers = JSON.parse(letter['headers'] ?? '') as Record<string, string>;
    expect(headers).toMatchObject({
      ce_id: letter['id'],
      ce_type: moved.type,
      'dlq-original-topic': 'parcel.life.v1',
      'dlq-original-group': 'parcel.watch',
      'dlq-original-offset': '0',
      'dlq-exception-type': 'bank_refuses',
      'dlq-exception-message': 'never',
      'dlq-attempts': '3',
      'dlq-redrive-count': '0',
    });
  });

  it('that may succeed later is retried with backoff and then applied, once', async () => {
    const transport = createMemoryTransport();
    const poison = new Set(['c#1']);
    await publish(transport, five);
    await rig.start(rig.database, transport, { apply: failingOn(poison, busy) });
    await eventually(async () => {
      const [held] = await heldOf(rig.database);
      return held?.state === 'waiting' && held.cause === 'bank_busy' && held.attempts > 3;
    });
    expect((await effectsOf(rig.database)).sort()).toEqual(['a#1', 'b#1', 'd#1', 'e#1']);
    poison.clear();
    await eventually(async () => (await heldOf(rig.database)).length === 0);
    expect((await effectsOf(rig.database)).sort()).toEqual(['a#1', 'b#1', 'c#1', 'd#1', 'e#1']);
  });

  it('that keeps failing becomes a dead letter after the last attempt', async () => {
    const transport = createMemoryTransport();
    await publish(transport, five);
    await rig.start(
      rig.database,
      transport,
      { apply: failingOn(new Set(['c#1']), busy) },
      { maxAttempts: 3 },
    );
    await eventually(async () => (await heldOf(rig.database))[0]?.state === 'dead');
    expect(await heldOf(rig.database)).toMatchObject([{ cause: 'bank_busy', key: 'c' }]);
    expect((await rig.database.query('SELECT 1 FROM outbox')).rowCount).toBe(1);
  });

  it.each([
    ['an undecodable value', { value: 'not json' }, 'undecodable'],
    ['a value that breaks its contract', { value: '{"place":7}' }, 'contract'],
    ['a missing id', { headers: { ce_id: '' } }, 'envelope'],
    [
      'a header that no text column takes',
      { headers: { 'x-odd': 'a\u0000b', ce_time: '' } },
      'envelope',
    ],
    ['a value with NUL in it', { value: '\u0000' }, 'undecodable'],
    ['an id that is no UUIDv7', { headers: { ce_id: crypto.randomUUID() } }, 'envelope'],
  ])('with %s is held at once, once, however often it comes', async (_what, over, cause) => {
    const transport = createMemoryTransport();
    await publish(transport, [
      { key: 'a', sequence: 1, ...over },
      { key: 'b', sequence: 1 },
    ]);
    const consumer = await rig.start(rig.database, transport);
    await eventually(async () => (await effectsOf(rig.database)).length === 1);
    await consumer.stop();
    const again = readAgain(transport);
    await rig.start(rig.database, again);
    await publish(again, [{ key: 'z', sequence: 1 }]);
    await eventually(async () => (await effectsOf(rig.database)).length === 2);
    expect(await heldOf(rig.database)).toMatchObject([{ key: 'a', state: 'dead', cause }]);
  });

  it.each([
    ['with NUL in it', 'a\u0000'],
    ['too long for an index', 'x'.repeat(5_000)],
    ['that is empty', ''],
  ])('with a key %s is held, and stays so when released', async (_what, key) => {
    const transport = createMemoryTransport();
    await publish(transport, [
      { key, sequence: 1 },
      { key: 'b', sequence: 1 },
    ]);
    await rig.start(rig.database, transport, { lane: 'ordered' });
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    await eventually(async () => (await effectsOf(rig.database)).length === 1);
    await redrive(rig.database, {}, { actor: 'pat' });
    await eventually(async () => (await heldOf(rig.database))[0]?.attempts === 1);
    expect(await heldOf(rig.database)).toMatchObject([{ state: 'dead', cause: 'envelope' }]);
    expect(await effectsOf(rig.database)).toEqual(['b#1']);
  });

  it('whose error says the unsayable is held all the same', async () => {
    const transport = createMemoryTransport();
    await publish(transport, five);
    const odd = () => new Defect('a\u0000b\ud800');
    await rig.start(rig.database, transport, { apply: failingOn(new Set(['c#1']), odd) });
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    await eventually(async () => (await effectsOf(rig.database)).length === 4);
  });

  it('of an unknown type is skipped, and does not hold up its key', async () => {
    const transport = createMemoryTransport();
    await publish(transport, [
      { key: 'a', sequence: 1 },
      { key: 'a', sequence: 2, type: 'parcel.painted.v1', value: '{"colour":"red"}' },
      { key: 'a', sequence: 3 },
    ]);
    await rig.start(rig.database, transport, { lane: 'ordered' });
    await eventually(async () => (await effectsOf(rig.database)).length === 2);
    expect(await effectsOf(rig.database)).toEqual(['a#1', 'a#3']);
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
