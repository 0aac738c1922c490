import { preparedName, type Sql } from '../../sql';
import { deletePublished, readPending } from './pending.sql';

describe('the statements of a relay', () => {
  let texts: string[];
  beforeEach(() => {
    texts = [];
  });
  const sql: Sql = {
    query: (text) => {
      texts.push(text);
      return Promise.resolve({ rows: [], rowCount: 0 });
    },
  };
  const lease = { shard: 1, epoch: '1' };

  it('are kept by connections that always go by an index, and by no others', async () => {
    await readPending(sql, 'relay', [{ lease, inHand: [], resting: [], limit: 10 }]);
    await deletePublished(sql, 'relay', [{ lease, positions: ['1'] }]);
    expect(texts.map((text) => preparedName(text, true))).toEqual(['outbox_read', 'outbox_delete']);
    expect(texts.map((text) => preparedName(text))).toEqual([undefined, undefined]);
  });
});
