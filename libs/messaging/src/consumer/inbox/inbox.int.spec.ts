import { eventually } from '@outcry/testing';
import {
  consumerOf,
  createMemoryTransport,
  effectsOf,
  heldOf,
  idAt,
  moved,
  openRig,
  outboxOf,
  definitionOf,
  publish,
  readAgain,
  type TestRig,
} from '../../../test/consumer-rig';
import { release } from '../../redrive/redrive';
import { listHeld } from '../../redrive/held-listing';
import { createConsumer, type Consumer } from '../consumer';
import { dayBound, DAY_MS, dayOf, partitionName } from './inbox-days';
import { createInboxDays } from './inbox-partitions';

let rig: TestRig;
let consumer: Consumer | undefined;
beforeEach(async () => {
  rig = await openRig('inbox');
});
afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
  await rig.close();
});

const keeping = { retentionMs: 8 * DAY_MS, aheadMs: 14 * DAY_MS };
const today = dayOf(Date.now());
const partitions = async (): Promise<string[]> => {
  const { rows } = await rig.database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'inbox'::regclass ORDER BY 1`,
  );
  return rows.map((row) => row.name);
};
const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => partitionName(from + index));

describe('the inbox days', () => {
  it('reach from one retention before the installation to two weeks ahead', async () => {
    const days = createInboxDays(rig.database, keeping);
    await days.ensure();
    expect(await partitions()).toEqual(names(today - 8, today + 14));
    expect(days.range()).toMatchObject({ oldest: today - 8, newest: today + 14 });
  });

  it('are made once by several replicas at the same time', async () => {
    const replicas = [1, 2, 3, 4].map(() => createInboxDays(rig.database, keeping));
    await Promise.all(replicas.map((days) => days.ensure()));
    expect(await partitions()).toEqual(names(today - 8, today + 14));
  });

  it('lose the days past retention and never get them back', async () => {
    const longer = createInboxDays(rig.database, { ...keeping, retentionMs: 12 * DAY_MS });
    await longer.ensure();
    const days = createInboxDays(rig.database, keeping);
    await days.ensure();
    await days.prune();
    expect(await partitions()).toEqual(names(today - 8, today + 14));
    await longer.ensure();
    expect(await partitions()).toEqual(names(today - 8, today + 14));
    const { rows } = await rig.database.query(
      `SELECT 1 FROM pg_class WHERE relname = '${partitionName(today - 12)}'`,
    );
    expect(rows).toEqual([]);
  });

  it('drops what a crash left between detach and drop', async () => {
    const days = createInboxDays(rig.database, keeping);
    await days.ensure();
    const left = partitionName(today - 9);
    await rig.database.query(`CREATE TABLE ${left} (LIKE inbox INCLUDING ALL)`);
    await days.prune();
    const { rows } = await rig.database.query(`SELECT 1 FROM pg_class WHERE relname = '${left}'`);
    expect(rows).toEqual([]);
  });

  it('put a row into the day of its event id, whenever it arrives', async () => {
    await createInboxDays(rig.database, keeping).ensure();
    const id = idAt((today - 3) * DAY_MS + 5);
    await rig.database.query('INSERT INTO inbox VALUES ($1, $2)', ['c', id]);
    const { rowCount } = await rig.database.query(`SELECT 1 FROM ${partitionName(today - 3)}`);
    expect(rowCount).toBe(1);
    expect(id >= dayBound(today - 3) && id < dayBound(today - 2)).toBe(true);
  });
});

describe('an event id without a day in the inbox', () => {
  const old = () => idAt(Date.now() - 20 * DAY_MS);
  const future = () => idAt(Date.now() + 30 * DAY_MS);

  it('is held as too old by an unordered consumer; released, it is applied once for ever', async () => {
    const transport = createMemoryTransport();
    const id = old();
    await publish(transport, [
      { key: 'a', sequence: 1, id },
      { key: 'b', sequence: 1 },
    ]);
    consumer = consumerOf(rig.database, transport);
    await consumer.start();
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    expect(await heldOf(rig.database)).toMatchObject([{ state: 'dead', cause: 'too_old' }]);
    await release(rig.database, { consumer: 'parcel.watch', eventId: id }, { actor: 'pat' });
    await eventually(async () => (await effectsOf(rig.database)).includes('a#1'));
    await consumer.stop();
    consumer = consumerOf(rig.database, readAgain(transport));
    await consumer.start();
    await publish(transport, [{ key: 'c', sequence: 1 }]);
    await eventually(async () => (await effectsOf(rig.database)).includes('c#1'));
    expect((await effectsOf(rig.database)).sort()).toEqual(['a#1', 'b#1', 'c#1']);
    expect(await listHeld(rig.database, {})).toEqual([]);
  });

  it('is applied by an ordered consumer when it is next in its key, however old', async () => {
    const transport = createMemoryTransport();
    await publish(transport, [
      { key: 'a', sequence: 1, id: old() },
      { key: 'a', sequence: 2, id: old() },
      { key: 'a', sequence: 3 },
    ]);
    consumer = consumerOf(rig.database, transport, { lane: 'ordered' });
    await consumer.start();
    await eventually(async () => (await effectsOf(rig.database)).length === 3);
    await consumer.stop();
    consumer = consumerOf(rig.database, readAgain(transport), { lane: 'ordered' });
    await consumer.start();
    await publish(transport, [{ key: 'a', sequence: 4 }]);
    await eventually(async () => (await effectsOf(rig.database)).length === 4);
    expect(await effectsOf(rig.database)).toEqual(['a#1', 'a#2', 'a#3', 'a#4']);
    expect(await heldOf(rig.database)).toEqual([]);
  });

  it.each(['ordered', 'unordered'] as const)(
    'is held as too new by either lane (%s)',
    async (lane) => {
      const transport = createMemoryTransport();
      await publish(transport, [
        { key: 'a', sequence: 1, id: future() },
        { key: 'b', sequence: 1 },
      ]);
      consumer = consumerOf(rig.database, transport, { lane });
      await consumer.start();
      await eventually(async () => (await effectsOf(rig.database)).length === 1);
      await eventually(async () => (await heldOf(rig.database)).length === 1);
      expect(await heldOf(rig.database)).toMatchObject([{ state: 'dead', cause: 'too_new' }]);
    },
  );

  it('is judged again, never applied, when its day has gone since the start', async () => {
    const transport = createMemoryTransport();
    consumer = consumerOf(rig.database, transport);
    await consumer.start();
    const oldest = partitionName(today - 8);
    await rig.database.query(`ALTER TABLE inbox DETACH PARTITION ${oldest} CONCURRENTLY`);
    await rig.database.query(`DROP TABLE ${oldest}`);
    await publish(transport, [
      { key: 'a', sequence: 1, id: idAt((today - 8) * DAY_MS + 1_000) },
      { key: 'b', sequence: 1 },
    ]);
    await eventually(async () => (await heldOf(rig.database)).length === 1);
    expect(await heldOf(rig.database)).toMatchObject([{ cause: 'too_old', key: 'a' }]);
    await eventually(async () => (await effectsOf(rig.database)).length === 1);
  });
});

describe('a consumer that could forget too early', () => {
  it('is refused: the inbox must outlive every topic that is read', () => {
    const dependencies = {
      database: rig.database,
      transport: createMemoryTransport(),
      outbox: outboxOf(),
      options: { inbox: { retentionMs: moved.topic.retentionMs, aheadMs: DAY_MS } },
    };
    expect(() => createConsumer(definitionOf(), dependencies)).toThrow(/must outlive topic/);
  });

  it('is refused: an ordered one starts at the earliest offset', () => {
    const dependencies = {
      database: rig.database,
      transport: createMemoryTransport(),
      outbox: outboxOf(),
    };
    const definition = definitionOf({ lane: 'ordered', from: 'latest' });
    expect(() => createConsumer(definition, dependencies)).toThrow(/starts at the earliest/);
  });
});
