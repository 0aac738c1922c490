import { isDeepStrictEqual } from 'node:util';
import type { Sql } from '@outcry/messaging';
import { type Auction, noAuction } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { evolveAuction } from '../domain/auction/auction.evolve';

type HistoryRow = {
  readonly sequence: number;
  readonly place: number;
  readonly bid_id: string;
  readonly number: string;
  readonly amount: string;
  readonly withdrawn: boolean;
};

const HISTORY = `
SELECT sequence, place, bid_id, paddle_number AS number, amount::text AS amount, withdrawn
  FROM bid WHERE auction_id = $1 ORDER BY sequence, place`;

const expectedHistory = (journal: readonly AuctionEvent[]): readonly HistoryRow[] => {
  let auction: Auction = noAuction;
  let rows: HistoryRow[] = [];
  for (const event of journal) {
    const after = evolveAuction(auction, event);
    auction = after;
    if (event.type === 'bids_withdrawn') {
      const gone = new Set(event.publicBidIds);
      rows = rows.map((row) => (gone.has(row.bid_id) ? { ...row, withdrawn: true } : row));
    }
    if (event.type !== 'bid_placed') continue;
    const { sequence } = after;
    event.visible.forEach(({ bidId, number, amount }, place) =>
      rows.push({
        ...{ sequence, place, number },
        ...{ bid_id: bidId, amount: amount.toString(), withdrawn: false },
      }),
    );
  }
  return rows;
};

/** Whether the public bid history is what the journal makes visible. */
export const publicHistoryFaults = async (
  sql: Sql,
  auctionId: string,
  journal: readonly AuctionEvent[],
): Promise<readonly string[]> => {
  const { rows } = await sql.query<HistoryRow>(HISTORY, [auctionId]);
  const stored = rows.map((row) => ({ ...row }));
  return isDeepStrictEqual(stored, expectedHistory(journal))
    ? []
    : ['the public bid history is not what the journal makes visible'];
};
