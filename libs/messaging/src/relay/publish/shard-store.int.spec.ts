import { createDatabase } from '@outcry/testing';
import { moved, outboxRig, TOPIC, type OutboxRig } from '../../../test/outbox-rig';
import { shardOf } from '../../outbox/shards';
import { OUTBOX_SHARDS } from '../..';
import { createLeases } from '../lease/lease.sql';
import { shardStores, type ShardStore } from './shard-store';

const KEY = 'crate-1';
const SHARD = shardOf(KEY, OUTBOX_SHARDS);

describe('the fences of a shard’s statements', () => {
  let rig: OutboxRig;
  let positions: string[];
  beforeAll(async () => {
    rig = await outboxRig();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.database.query('DELETE FROM outbox');
    await rig.database.query('DELETE FROM outbox_parked_key');
    await rig.database.query('DELETE FROM outbox_parked');
    await createLeases(rig.database, OUTBOX_SHARDS);
    await rig.database.query(
      `UPDATE outbox_lease SET owner = 'me', epoch = 7,
              expires_at = clock_timestamp() + interval '1 hour'`,
    );
    await rig.emit(moved(KEY, 1), moved(KEY, 2));
    const { rows } = await rig.database.query<{ position: string }>(
      'SELECT position::text FROM outbox ORDER BY outbox.position',
    );
    positions = rows.map(({ position }) => position);
  });

  const store = (owner = 'me', epoch = '7'): ShardStore =>
    shardStores(rig.database, owner).of({ shard: SHARD, epoch });
  const [first, both] = [() => positions.slice(0, 1), () => positions];
  const counts = async (): Promise<object> => {
    const { rows } = await rig.database.query<object>(
      `SELECT (SELECT count(*)::int FROM outbox) AS pending,
              (SELECT count(*)::int FROM outbox_parked) AS parked,
              (SELECT count(*)::int FROM outbox_parked_key) AS keys`,
    );
    return rows[0] ?? {};
  };
  const park = (by: ShardStore) => by.park(first()[0] ?? '', 'refused');
  const untouched = { pending: 2, parked: 0, keys: 0 };

  describe.each([
    ['an epoch that has passed', () => store('me', '6')],
    ['an epoch that has not come', () => store('me', '8')],
    ['another owner', () => store('someone-else')],
  ])('with %s', (_name, stale) => {
    it('read nothing', async () => {
      await expect(stale().read([], 10, [])).resolves.toEqual([]);
    });

    it.each<[string, (by: ShardStore) => Promise<boolean>]>([
      ['delete', (by) => by.remove(both())],
      ['park', park],
      ['move', (by) => by.moveBehind(both())],
    ])('%s nothing, and say so', async (_verb, change) => {
      await expect(change(stale())).resolves.toBe(false);
      await expect(counts()).resolves.toEqual(untouched);
    });

    it('move nothing behind a key that is parked', async () => {
      await expect(park(store())).resolves.toBe(true);
      await expect(stale().moveBehind(both())).resolves.toBe(false);
      await expect(counts()).resolves.toEqual({ pending: 1, parked: 1, keys: 1 });
    });
  });

  it('read nothing in the own name once the lease has expired', async () => {
    await rig.database.query(`UPDATE outbox_lease SET expires_at = clock_timestamp()`);
    await expect(store().read([], 10, [])).resolves.toEqual([]);
  });

  it('let the holder read, leave out what it has in hand, and the topics that rest', async () => {
    const read = (...of: Parameters<ShardStore['read']>) =>
      store()
        .read(...of)
        .then((rows) => rows.map(({ position }) => position));
    await expect(read([], 10, [])).resolves.toEqual(both());
    await expect(read([], 1, [])).resolves.toEqual(first());
    await expect(read(first(), 10, [])).resolves.toEqual(positions.slice(1));
    await expect(read([], 10, [TOPIC])).resolves.toEqual([]);
  });

  it('let the holder delete exactly the named rows', async () => {
    await expect(store().remove(positions.slice(1))).resolves.toBe(true);
    const { rows } = await rig.database.query<{ position: string }>(
      'SELECT position::text FROM outbox',
    );
    expect(rows.map(({ position }) => position)).toEqual(first());
  });

  it('let the holder move rows behind a parked key, and no others', async () => {
    await park(store());
    await rig.emit(moved('another', 1));
    await expect(store().moveBehind(both())).resolves.toBe(true);
    await expect(counts()).resolves.toEqual({ pending: 1, parked: 2, keys: 1 });
  });

  it('delete without a wait for the disk, and leave the connection as it was', async () => {
    await rig.database.query(`
      CREATE TABLE seen (setting text);
      CREATE FUNCTION note_setting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO seen SELECT current_setting('synchronous_commit'); RETURN NULL; END $$;
      CREATE TRIGGER noting AFTER DELETE ON outbox EXECUTE FUNCTION note_setting()`);
    const { connectionString } = rig;
    const only = createDatabase({ connectionString, maxConnections: 1 });
    const { of } = shardStores(only, 'me');
    await expect(of({ shard: SHARD, epoch: '7' }).remove(both())).resolves.toBe(true);
    const seen = await only.query('SELECT setting FROM seen');
    const after = await only.query(`SELECT current_setting('synchronous_commit') AS setting`);
    expect([seen.rows, after.rows]).toEqual([[{ setting: 'off' }], [{ setting: 'on' }]]);
    await only.close();
    await rig.database.query('DROP FUNCTION note_setting CASCADE');
  });
});
