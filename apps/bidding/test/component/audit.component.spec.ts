import type { Database } from '@outcry/messaging';
import { biddingInvariants } from '../../src/audit/bidding.invariants';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd } from './room';

describe('the invariants of bidding', () => {
  let system: BiddingSystem;
  beforeAll(async () => {
    system = await startBidding('audit');
    const room = roomOf(system);
    await room.setClock('2026-01-01T11:00:00.000Z');
    const saleId = await room.sale();
    for (const bidder of ['ann', 'bob']) await room.paddle(saleId, bidder, 100_000);
    const [sold, open] = [await room.auction(saleId), await room.auction(saleId)];
    const reserved = await room.auction(saleId, { reserve: usd(90_000) });
    await room.bid(sold, 'ann', 3_000);
    await room.bid(sold, 'bob', 8_000);
    await room.setClock('2026-01-02T11:00:00.000Z');
    await room.untilAuction(sold, 'sold');
    for (const unsold of [open, reserved]) await room.untilAuction(unsold, 'unsold');
    const running = { endsAt: '2026-01-05T10:00:00.000Z' };
    await room.bid(await room.auction(saleId, running), 'ann', 2_000);
  });
  afterAll(() => system.stop());

  /** What is found after a change that no command could make, which is then taken back. */
  const foundAfter = async (statement: string): Promise<readonly string[]> => {
    const found: string[] = [];
    const takeBack = new Error('take it back');
    await system.database
      .transact(async (sql) => {
        await sql.query("SET LOCAL session_replication_role = 'replica'");
        await sql.query(statement);
        // The replay's own transaction, inside this one.
        const inside: Database = {
          query: (text, values) =>
            text.startsWith('SET TRANSACTION')
              ? Promise.resolve({ rows: [], rowCount: 0 })
              : sql.query(text, values),
          transact: (work) => work(inside),
        };
        for (const { name, look } of biddingInvariants())
          if ((await look(inside)).length > 0) found.push(name);
        throw takeBack;
      })
      .catch((error: unknown) => expect(error).toBe(takeBack));
    return found.sort();
  };

  it('find nothing where only commands have written', async () => {
    expect(await foundAfter('SELECT 1')).toEqual([]);
  });

  it.each<[statement: string, found: readonly string[]]>([
    [
      `UPDATE auction SET ends_at = '2026-01-01T00:00Z' WHERE status = 'open'`,
      ['auctions_close_on_time'],
    ],
    [`UPDATE auction SET status = 'scheduled' WHERE status = 'open'`, ['auctions_open_on_time']],
    [`UPDATE settlement SET due_at = '2026-01-01T00:00Z'`, ['settlements_meet_deadlines']],
    [`UPDATE paddle SET sends = 5, command_id = paddle_id, resend_at = now()`, ['ledger_answers']],
    [
      `INSERT INTO auction_journal (auction_id, entry, event)
       SELECT auction_id, version + 1, '{"type": "auction_sold"}' FROM auction
        WHERE status = 'sold'`,
      ['auction_journals_agree', 'auctions_close_once'],
    ],
    [`DELETE FROM settlement`, ['sold_means_settled']],
    [`UPDATE paddle SET exposure = exposure + 1`, ['exposure_within_limits']],
    [
      `ALTER TABLE paddle DROP CONSTRAINT paddle_exposure_within_limit;
       UPDATE paddle SET spending_limit = 0`,
      ['exposure_within_limits'],
    ],
    [
      `UPDATE auction SET state = jsonb_set(state, '{standing,leader,amount}', '{"$n": "1"}')
        WHERE status = 'open'`,
      ['auction_journals_agree'],
    ],
    [`UPDATE bid SET amount = amount - 1`, ['auction_journals_agree']],
  ])('find %s', async (statement, found) => {
    expect(await foundAfter(statement)).toEqual(found);
  });
});
