import { OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  heldOf,
  numbered,
  places,
  publish,
} from '../../test/consumer-rig';
import type { Database, Sql } from '../sql';

const rig = consumerRig('outage');

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

describe('while its database is away, a consumer', () => {
  it('pauses, holds nothing, and goes on where it was', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    const consumer = await rig.start(database, transport, { lane: 'ordered' });
    await publish(transport, numbered(1, 3));
    await eventually(async () => (await effectsOf(rig.database)).length === 3);
    database.cut();
    await publish(transport, numbered(4, 9));
    await eventually(() => consumer.health().paused);
    expect(consumer.health()).toMatchObject({ state: 'running', stalled: false });
    database.mend();
    await eventually(async () => (await effectsOf(rig.database)).length === 9);
    expect(await effectsOf(rig.database)).toEqual(places(1, 9));
    expect(await heldOf(rig.database)).toEqual([]);
    await eventually(() => consumer.health().paused === false);
  });

  it('loses nothing when it goes in the middle of a transaction', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    await publish(transport, numbered(1, 5));
    let cuts = 0;
    rig.arm('consumer.effect.before-commit', () => {
      cuts += 1;
      if (cuts > 1) return;
      database.cut();
      setTimeout(database.mend, 100);
    });
    await rig.start(database, transport);
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
    rig.arm('consumer.hold.before-commit', () => {
      cuts += 1;
      if (cuts > 1) return;
      database.cut();
      setTimeout(database.mend, 100);
    });
    await rig.start(database, transport);
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
    const consumer = await rig.start(
      { ...database, transact: (work) => (state.up ? database : down).transact(work) },
      transport,
    );
    expect(consumer.health().state).toBe('starting');
    state.up = true;
    await eventually(async () => (await effectsOf(rig.database)).length === 2);
    expect(consumer.health().state).toBe('running');
  });

  it('stops without waiting for it', async () => {
    const database = cuttable(rig.database);
    const transport = createMemoryTransport();
    const consumer = await rig.start(database, transport);
    database.cut();
    await publish(transport, numbered(1, 2));
    await eventually(() => consumer.health().paused);
    await consumer.stop();
    expect(consumer.health().state).toBe('stopped');
  });
});
