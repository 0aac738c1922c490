import { PrismaPg } from '@prisma/adapter-pg';
import { OUTBOX_SHARDS, type OutboxRow } from '..';
import {
  crateMoved,
  emitContext,
  moved,
  outboxRig,
  TOPIC,
  upTo,
  type OutboxRig,
} from '../../test/outbox-rig';
import { appendToOutbox, createOutbox } from './outbox';
import { message } from './outgoing-message';
import { prismaSql } from './prisma-sql';
import { shardOf } from './shards';

type Stored = {
  readonly id: string;
  readonly shard: number;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly sequence: string | null;
  readonly headers: string;
  readonly payload: string | null;
};

describe('the outbox', () => {
  let rig: OutboxRig;
  beforeEach(async () => {
    rig = await outboxRig();
  });
  afterEach(() => rig.close());
  const stored = async (): Promise<readonly Stored[]> =>
    (await rig.database.query<Stored>('SELECT * FROM outbox ORDER BY position')).rows;

  it('stores many messages in the order given, by one statement', async () => {
    const statements: string[] = [];
    await rig.database.transact((sql) =>
      rig.outbox.append(
        {
          query: (text, values) => {
            statements.push(text);
            return sql.query(text, values);
          },
        },
        upTo(300).map((sequence) => moved(`crate-${sequence % 7}`, sequence)),
      ),
    );
    expect(statements).toHaveLength(1);
    const rows = await stored();
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual(upTo(300));
    expect(rows.every(({ key, shard }) => shard === shardOf(key, OUTBOX_SHARDS))).toBe(true);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(300);
  });

  it('stores headers and payload as they will be sent', async () => {
    await rig.emit(moved('crate-1', 1));
    const [row] = await stored();
    expect(row).toMatchObject({
      topic: TOPIC,
      key: 'crate-1',
      type: crateMoved.type,
      payload: '{"place":"place 1"}',
    });
    expect(JSON.parse(row?.headers ?? '')).toMatchObject({
      ce_id: row?.id,
      ce_source: '/outcry/harbour',
      traceparent: emitContext.traceHeaders()['traceparent'],
    });
  });

  it('stores nothing when there is nothing to store', async () => {
    const sql = { query: () => Promise.reject(new Error('no statement was needed')) };
    await expect(rig.outbox.append(sql, [])).resolves.toBeUndefined();
  });

  it('keeps nothing of a transaction that is rolled back', async () => {
    const failing = rig.database.transact(async (sql) => {
      await rig.outbox.append(sql, [moved('crate-1', 1)]);
      throw new Error('the business failed');
    });
    await expect(failing).rejects.toThrow('the business failed');
    expect(await stored()).toEqual([]);
  });

  it('fails the business transaction when a message breaks its contract', async () => {
    const bad = message({
      definition: crateMoved,
      tenantId: 'default',
      key: 'crate-1',
      data: { place: 7 as unknown as string },
    });
    const failing = rig.database.transact((sql) =>
      rig.outbox.append(sql, [moved('crate-1', 1), bad]),
    );
    await expect(failing).rejects.toThrow('harbour.crate-moved.v1 breaks its contract: /place');
    expect(await stored()).toEqual([]);
  });

  it('refuses a message without a key', async () => {
    await expect(rig.emit(moved('', 1))).rejects.toThrow('the key is empty');
  });

  it('refuses an emitter that counts other shards than the database', async () => {
    const failing = rig.database.transact((sql) =>
      appendToOutbox(sql, [moved('crate-1', 1)], { ...emitContext, shards: 9 }),
    );
    await expect(failing).rejects.toThrow('does not have 9 shards');
    expect(await stored()).toEqual([]);
  });

  it('takes records that were built elsewhere, under their own ids', async () => {
    const row: OutboxRow = {
      id: emitContext.ids.next(),
      topic: 'harbour.dlq',
      key: 'crate-1',
      type: 'harbour.crate-moved.v1',
      sequence: null,
      headers: { 'dlq-group': 'harbour' },
      payload: null,
    };
    await rig.database.transact((sql) => rig.outbox.appendRows(sql, [row]));
    expect(await stored()).toMatchObject([
      {
        id: row.id,
        topic: 'harbour.dlq',
        sequence: null,
        headers: '{"dlq-group":"harbour"}',
        payload: null,
      },
    ]);
  });

  it('wakes the relays only when told to, after the commit', async () => {
    let wakes = 0;
    const unlisten = rig.wakeUps.listen(() => (wakes += 1));
    await rig.database.transact((sql) => rig.outbox.append(sql, [moved('crate-1', 1)]));
    expect(wakes).toBe(0);
    rig.outbox.wake();
    expect(wakes).toBe(1);
    unlisten();
    rig.outbox.wake();
    expect(wakes).toBe(1);
    expect(() => createOutbox(emitContext).wake()).not.toThrow();
  });

  it('appends through Prisma’s driver adapter in the same transaction as other statements', async () => {
    const adapter = await new PrismaPg({ connectionString: rig.connectionString }).connect();
    const tx = await adapter.startTransaction('READ COMMITTED');
    const argTypes = (values: readonly unknown[]) =>
      values.map((value) =>
        Array.isArray(value)
          ? ({ arity: 'list', scalarType: 'unknown' } as const)
          : ({ arity: 'scalar', scalarType: 'unknown' } as const),
      );
    const sql = prismaSql({
      $executeRawUnsafe: (text, ...values) =>
        tx.executeRaw({ sql: text, args: values, argTypes: argTypes(values) }),
      $queryRawUnsafe: async <T>(text: string, ...values: unknown[]) => {
        const { rows, columnNames } = await tx.queryRaw({
          sql: text,
          args: values,
          argTypes: argTypes(values),
        });
        return rows.map((row) =>
          Object.fromEntries(row.map((cell, at) => [columnNames[at], cell])),
        ) as T;
      },
    });
    await rig.outbox.append(
      sql,
      upTo(3).map((sequence) => moved('crate-1', sequence)),
    );
    expect((await sql.query('SELECT count(*)::int AS n FROM outbox')).rows).toEqual([{ n: 3 }]);
    expect(await stored()).toEqual([]);
    // The client engine ends its transactions by a statement; the adapter only lets go.
    await tx.executeRaw({ sql: 'COMMIT', args: [], argTypes: [] });
    await tx.commit();
    expect(await stored()).toHaveLength(3);
    await adapter.dispose();
  });
});
