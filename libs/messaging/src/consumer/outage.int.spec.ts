import { OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import {
  clearRig,
  consumerOf,
  createMemoryTransport,
  effectsOf,
  heldOf,
  openRig,
  publish,
  type TestRig,
} from '../../test/consumer-rig';
import { armFailpoint } from '../failpoint';
import type { Database, Sql } from '../sql';
import type { Consumer } from './consumer';

let rig: TestRig;
let consumer: Consumer | undefined;
const disarms: (() => void)[] = [];
beforeAll(async () => {
  rig = await openRig('outage');
});
afterAll(() => rig.close());
afterEach(async () => {
  disarms.splice(0).forEach((disarm) => disarm());
  await consumer?.stop();
  await clearRig(rig);
});

/** A database whose connection a test can cut, also within a transaction. */
const cuttable = (database: Database): Database & { cut: () => void; mend: () => void } => {
  let down = false;
  const guarded = (sql: Sql): Sql => ({
    query: (text, values) => {
      if (!down) return sql.query(text, values);
      const error = new OperationalError('connection_lost', 'cut', { retryable: true });
      return Promise.reject(error);
    },
  });
  return {
    ...guarded(database),
    transact: (work) =>
      database.transact(async (sql) => {
        const result = await work(guarded(sql));
        await guarded(sql).query('SELECT 1');
        return result;
      }),
    cut: () => {
      down = true;
    },
    mend: () => {
      down = false;
    },
  };
};

const numbered = (from: number, to: number, key = 'a') =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ key, sequence: from + index }));
const places = (from: number, to: number) => numbered(from, to).map((of) => `a#${of.sequence}`);

describe('while its database is away, a consumer', () => {
  it('pauses, holds nothing, and goes on where it was', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    consumer = consumerOf(database, transport, { lane: 'ordered' });
    await consumer.start();
    await publish(transport, numbered(1, 3));
    await eventually(async () => (await effectsOf(rig.database)).length === 3);
    database.cut();
    await publish(transport, numbered(4, 9));
    await eventually(() => consumer?.health().paused);
    expect(consumer.health()).toMatchObject({ state: 'running', stalled: false });
    database.mend();
    await eventually(async () => (await effectsOf(rig.database)).length === 9);
    expect(await effectsOf(rig.database)).toEqual(places(1, 9));
    expect(await heldOf(rig.database)).toEqual([]);
    await eventually(() => consumer?.health().paused === false);
  });

  it('loses nothing when it goes in the middle of a transaction', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    await publish(transport, numbered(1, 5));
    let cuts = 0;
    disarms.push(
      armFailpoint('consumer.effect.before-commit', () => {
        cuts += 1;
        if (cuts > 1) return;
        database.cut();
        setTimeout(database.mend, 100);
      }),
    );
    consumer = consumerOf(database, transport);
    await consumer.start();
    await eventually(async () => (await effectsOf(rig.database)).length === 5);
    expect(await effectsOf(rig.database)).toEqual(places(1, 5));
    expect(cuts).toBe(2);
    expect(await heldOf(rig.database)).toEqual([]);
  });

  it('holds a message only once it is back, and then once', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    await publish(transport, [{ key: 'a', sequence: 1, value: 'not json' }, ...numbered(2, 2)]);
    let cuts = 0;
    disarms.push(
      armFailpoint('consumer.hold.before-commit', () => {
        cuts += 1;
        if (cuts > 1) return;
        database.cut();
        setTimeout(database.mend, 100);
      }),
    );
    consumer = consumerOf(database, transport);
    await consumer.start();
    await eventually(async () => (await effectsOf(rig.database)).length === 1);
    expect(await heldOf(rig.database)).toMatchObject([{ state: 'dead', sequence: '1' }]);
    expect((await rig.database.query('SELECT 1 FROM outbox')).rowCount).toBe(1);
  });

  it('joins its group once the database that was down at the start is there', async () => {
    const database = cuttable(rig.database);
    const down = { ...database, transact: () => Promise.reject(new Error('down')) };
    const transport = createMemoryTransport();
    await publish(transport, numbered(1, 2));
    const state = { up: false };
    consumer = consumerOf(
      { ...database, transact: (work) => (state.up ? database : down).transact(work) },
      transport,
    );
    await consumer.start();
    expect(consumer.health().state).toBe('starting');
    state.up = true;
    await eventually(async () => (await effectsOf(rig.database)).length === 2);
    expect(consumer.health().state).toBe('running');
  });

  it('stops without waiting for it', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    consumer = consumerOf(database, transport);
    await consumer.start();
    database.cut();
    await publish(transport, numbered(1, 2));
    await eventually(() => consumer?.health().paused);
    await consumer.stop();
    expect(consumer.health().state).toBe('stopped');
  });
});
