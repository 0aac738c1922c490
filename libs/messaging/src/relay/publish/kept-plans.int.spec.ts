import { createDatabase } from '@outcry/testing';
import { moved, outboxRig, upTo } from '../../../test/outbox-rig';
import { OUTBOX_SHARDS } from '../..';
import { createLeases } from '../lease/lease.sql';
import { deletePublished, readPending } from './pending.sql';

it('reads and deletes along the index by plans that were made while the outbox was empty', async () => {
  const rig = await outboxRig();
  const { connectionString } = rig;
  const relayed = createDatabase({ connectionString, maxConnections: 1, byIndex: true });
  const lease = { shard: 3, epoch: '1' };
  await createLeases(rig.database, OUTBOX_SHARDS);
  await rig.database.query(`UPDATE outbox_lease SET owner = 'me', epoch = 1`);
  await rig.database.query('ANALYZE outbox');
  await readPending(relayed, 'me', [{ lease, inHand: [], resting: [], limit: 10 }]);
  await deletePublished(relayed, 'me', [{ lease, positions: ['1'] }]);
  for (let at = 0; at < 5; at += 1) {
    await rig.emit(...upTo(1_000).map((sequence) => moved(`crate-${sequence}`, at + 1)));
  }
  const plans = [
    `EXECUTE outbox_read ('{3}', 'me', '{1}', '{1}', 10, '{}')`,
    `EXECUTE outbox_delete ('{3}', 'me', '{1}', '{1,2,3}')`,
  ];
  for (const execute of plans) {
    const { rows } = await relayed.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${execute}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index (Only )?Scan using outbox_pkey on outbox/);
    expect(plan).not.toMatch(/Seq Scan on outbox |Sort|Bitmap/);
  }
  const kept = await relayed.query(
    'SELECT name FROM pg_prepared_statements WHERE generic_plans > 0 ORDER BY name',
  );
  expect(kept.rows.map(({ name }) => name)).toEqual(['outbox_delete', 'outbox_read']);
  await relayed.close();
  await rig.close();
});
