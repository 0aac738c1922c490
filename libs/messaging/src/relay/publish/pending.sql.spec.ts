import { preparedName, type Sql } from '../../sql';
import { deletePublished, pendingShards, readPending } from './pending.sql';

it('has the statements over a backlog planned each time, for as many rows as there are', async () => {
  const texts: string[] = [];
  const sql: Sql = {
    query: (text) => {
      texts.push(text);
      return Promise.resolve({ rows: [], rowCount: 0 });
    },
  };
  const lease = { shard: 1, epoch: '1' };
  await readPending(sql, 'relay', [{ lease, inHand: [], resting: [], limit: 10 }]);
  await deletePublished(sql, 'relay', [{ lease, positions: ['1'] }]);
  await pendingShards(sql, [1], []);

  expect(texts).toHaveLength(3);
  expect(texts.map(preparedName)).toEqual([undefined, undefined, undefined]);
});
