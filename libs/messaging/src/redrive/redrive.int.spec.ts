import { Defect } from '@outcry/kernel';
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
  writeEffects,
} from '../../test/consumer-rig';
import type { ReceivedMessage } from '../consumer/received-message';
import { drop } from './drop';
import { listHeld, showHeld } from './held-listing';
import { redrive, release } from './redrive';

const rig = consumerRig('redrive');
const poison = new Set<string>();
afterEach(() => poison.clear());

const write = writeEffects();
const apply = async (messages: readonly ReceivedMessage[], sql: Parameters<typeof write>[1]) => {
  await write(messages, sql);
  if (messages.some(({ data }) => poison.has((data as { place: string }).place))) {
    throw new Defect('cannot be');
  }
};
const operator = { actor: 'pat', reason: 'fixed in 1.2' };
const audits = async () =>
  (
    await rig.database.query<{ action: string; actor: string; reason: string }>(
      'SELECT action, actor, reason FROM held_audit ORDER BY id',
    )
  ).rows;

/** A consumer whose messages named in `dead` are dead letters. */
const withDead = async (
  lane: 'ordered' | 'unordered',
  specs: ReturnType<typeof numbered>,
  dead: readonly string[],
  held: number,
) => {
  dead.forEach((place) => poison.add(place));
  const transport = createMemoryTransport();
  await publish(transport, specs);
  const consumer = await rig.start(rig.database, transport, { lane, apply });
  await eventually(async () => (await heldOf(rig.database)).length === held);
  return { transport, consumer };
};

describe('redrive', () => {
  it('applies dead letters that now succeed, once, under their own ids, and writes an audit', async () => {
    const { transport, consumer } = await withDead('unordered', numbered(1, 4), ['a#2', 'a#3'], 2);
    poison.clear();
    const report = await redrive(rig.database, { cause: 'defect' }, operator);
    expect(report.redriven).toHaveLength(2);
    await eventually(async () => (await heldOf(rig.database)).length === 0);
    await consumer.stop();
    await rig.start(rig.database, readAgain(transport), { apply });
    await publish(transport, numbered(9, 9));
    await eventually(async () => (await effectsOf(rig.database)).includes('a#9'));
    expect((await effectsOf(rig.database)).sort()).toEqual(['a#1', 'a#2', 'a#3', 'a#4', 'a#9']);
    expect(await audits()).toEqual([
      { action: 'redrive', ...operator },
      { action: 'redrive', ...operator },
    ]);
  });

  it('of a parked key takes the whole key, in order, whatever the filter named', async () => {
    await withDead('ordered', [...numbered(1, 5), ...numbered(1, 2, 'b')], ['a#2'], 4);
    poison.clear();
    const { redriven } = await redrive(rig.database, { state: 'dead' }, operator);
    expect(redriven.map(({ sequence }) => sequence)).toEqual(['2', '3', '4', '5']);
    await eventually(async () => (await heldOf(rig.database)).length === 0);
    expect((await effectsOf(rig.database)).filter((place) => place.startsWith('a'))).toEqual(
      places(1, 5),
    );
  });

  it('changes nothing in a dry run', async () => {
    await withDead('unordered', numbered(1, 3), ['a#2'], 1);
    poison.clear();
    const before = await heldOf(rig.database);
    const { redriven } = await redrive(rig.database, {}, { ...operator, dryRun: true });
    expect(redriven).toHaveLength(1);
    expect(await heldOf(rig.database)).toEqual(before);
    expect(await audits()).toEqual([]);
  });

  it('spreads due times by the rate', async () => {
    const { consumer } = await withDead('unordered', numbered(1, 5), ['a#1', 'a#2', 'a#3'], 3);
    await consumer.stop();
    await redrive(rig.database, {}, { ...operator, ratePerSecond: 0.1 });
    const { rows } = await rig.database.query<{ seconds: number }>(
      `SELECT round(extract(epoch FROM due_at - min(due_at) OVER ()))::int AS seconds
       FROM held_message ORDER BY due_at`,
    );
    expect(rows.map(({ seconds }) => seconds)).toEqual([0, 10, 20]);
  });

  it('leaves what has reached the cap alone', async () => {
    await withDead('unordered', numbered(1, 2), ['a#1'], 1);
    for (let times = 1; times <= 2; times += 1) {
      const { redriven } = await redrive(rig.database, {}, { ...operator, cap: 2 });
      expect(redriven).toHaveLength(1);
      await eventually(async () => {
        const [message] = await listHeld(rig.database, { state: 'dead' });
        return message?.redrives === times;
      });
    }
    const { redriven, capped } = await redrive(rig.database, {}, { ...operator, cap: 2 });
    expect([redriven.length, capped.length]).toEqual([0, 1]);
  });

  it('matches by consumer, topic, key, cause, state and age', async () => {
    await withDead('unordered', [...numbered(1, 2), ...numbered(1, 1, 'b')], ['a#1', 'b#1'], 2);
    const count = async (filter: Parameters<typeof listHeld>[1]) =>
      (await listHeld(rig.database, filter)).length;
    expect(await count({ key: 'a' })).toBe(1);
    expect(await count({ consumer: 'parcel.watch', topic: 'parcel.life.v1' })).toBe(2);
    expect(await count({ consumer: 'other' })).toBe(0);
    expect(await count({ state: 'waiting' })).toBe(0);
    expect(await count({ cause: 'defect' })).toBe(2);
    expect(await count({ olderThanMs: 60_000 })).toBe(0);
    await rig.database.query(`UPDATE held_message SET held_at = held_at - interval '2 minutes'`);
    expect(await count({ olderThanMs: 60_000 })).toBe(2);
  });
});

describe('release', () => {
  it('makes one message due, and shows it whole before', async () => {
    await withDead('unordered', numbered(1, 3), ['a#1', 'a#2'], 2);
    poison.clear();
    const [first] = await listHeld(rig.database, {});
    const target = { consumer: 'parcel.watch', eventId: first?.eventId ?? '' };
    const shown = await showHeld(rig.database, target.consumer, target.eventId);
    expect(shown?.value?.toString()).toBe('{"place":"a#1"}');
    expect(shown?.headers).toMatchObject({ ce_id: target.eventId });
    await release(rig.database, target, operator);
    await eventually(async () => (await effectsOf(rig.database)).includes('a#1'));
    expect(await heldOf(rig.database)).toHaveLength(1);
    expect(await audits()).toEqual([{ action: 'release', ...operator }]);
  });

  it('applies the head of a key over a hole when the hole is accepted', async () => {
    await withDead('ordered', [...numbered(1, 1), ...numbered(4, 5)], [], 2);
    const [head] = await listHeld(rig.database, {});
    const target = { consumer: 'parcel.watch', eventId: head?.eventId ?? '' };
    await release(rig.database, target, { ...operator, acceptGap: true });
    await eventually(async () => (await effectsOf(rig.database)).length === 3);
    expect(await effectsOf(rig.database)).toEqual(['a#1', 'a#4', 'a#5']);
  });
});

describe('drop', () => {
  it('of the head of a key lets what follows go on', async () => {
    await withDead('ordered', numbered(1, 4), ['a#2'], 3);
    const dropped = await drop(rig.database, { state: 'dead' }, operator);
    expect(dropped.map(({ sequence }) => sequence)).toEqual(['2']);
    await eventually(async () => (await effectsOf(rig.database)).length === 3);
    expect(await effectsOf(rig.database)).toEqual(['a#1', 'a#3', 'a#4']);
    await eventually(async () => (await heldOf(rig.database)).length === 0);
    expect(await audits()).toEqual([{ action: 'drop', ...operator }]);
  });

  it('refuses to leave a hole in a parked key', async () => {
    await withDead('ordered', numbered(1, 4), ['a#2'], 3);
    const queued = drop(rig.database, { state: 'queued' }, operator);
    await expect(queued).rejects.toMatchObject({ code: 'held_not_first' });
    expect(await heldOf(rig.database)).toHaveLength(3);
  });

  it('is for good: the message does not come back with the topic', async () => {
    const { transport, consumer } = await withDead('unordered', numbered(1, 3), ['a#2'], 1);
    expect(await drop(rig.database, {}, { ...operator, dryRun: true })).toHaveLength(1);
    expect(await drop(rig.database, {}, operator)).toHaveLength(1);
    await consumer.stop();
    poison.clear();
    await rig.start(rig.database, readAgain(transport), { apply });
    await publish(transport, numbered(9, 9));
    await eventually(async () => (await effectsOf(rig.database)).includes('a#9'));
    expect(await effectsOf(rig.database)).toEqual(['a#1', 'a#3', 'a#9']);
  });

  it('is for good for broken messages, too: they are not held again', async () => {
    const transport = createMemoryTransport();
    await publish(transport, [{ key: 'a', sequence: 1, value: '{"nowhere":1}' }]);
    const consumer = await rig.start(rig.database, transport, { apply });
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    expect(await drop(rig.database, {}, operator)).toHaveLength(1);
    await consumer.stop();
    await rig.start(rig.database, readAgain(transport), { apply });
    await publish(transport, numbered(9, 9));
    await eventually(async () => (await effectsOf(rig.database)).includes('a#9'));
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
