import { accept, type InstantMs, reject } from '@outcry/kernel';
import type { Sale } from '../sale/sale';
import type { Decision } from '../rejections';
import type { Auction, AuctionTerms, KnownAuction } from './auction';
import type { AuctionEvent, AuctionOpened } from './auction.events';
import { endAtOpening, faultOfTerms, isDue } from './terms';

type Command<Type extends string, Fields = unknown> = Fields & {
  readonly type: Type;
  readonly nowMs: InstantMs;
};

export type ListingCommand =
  | Command<
      'create_auction',
      {
        readonly auctionId: string;
        readonly sale: Sale;
        readonly sellerId: string;
        readonly terms: AuctionTerms;
      }
    >
  | Command<'edit_auction', { readonly sale: Sale; readonly terms: AuctionTerms }>
  | Command<'schedule_auction'>
  | Command<'open_auction'>;

const usable = (sale: Sale, terms: AuctionTerms, nowMs: InstantMs): Decision<null> => {
  if (terms.asset !== sale.asset)
    return reject('wrong_asset', `Give prices in the sale's asset, ${sale.asset}.`, {
      field: '/asset',
    });
  const fault = faultOfTerms(terms);
  if (fault) return reject('invalid_terms', fault.detail, { field: fault.field });
  if (terms.closing.kind === 'at' && terms.closing.endsAtMs <= nowMs)
    return reject('invalid_terms', 'Let the auction end in the future.', {
      field: '/closing/endsAt',
    });
  return accept(null);
};

const notFound = () => reject('not_found', 'There is no such auction.');

/** The opening, when its time has come but nothing has opened the auction yet. */
export const openingOf = (auction: Auction, nowMs: InstantMs): readonly AuctionOpened[] =>
  auction.status === 'scheduled' && isDue(auction, nowMs)
    ? [{ type: 'auction_opened', atMs: nowMs, endsAtMs: endAtOpening(auction.terms) }]
    : [];

const edit = (
  auction: KnownAuction,
  command: Extract<ListingCommand, { type: 'edit_auction' }>,
): Decision<readonly AuctionEvent[]> => {
  const { sale, terms, nowMs } = command;
  const isDueNow = auction.status === 'scheduled' && isDue(auction, nowMs);
  if (isDueNow || (auction.status !== 'draft' && auction.status !== 'scheduled'))
    return reject('auction_not_editable', 'Edit an auction before it opens.');
  const check = usable(sale, terms, nowMs);
  return check.ok ? accept([{ type: 'auction_edited', atMs: nowMs, terms }]) : check;
};

const open = (auction: KnownAuction, nowMs: InstantMs): Decision<readonly AuctionEvent[]> => {
  if (auction.status === 'scheduled' && !isDue(auction, nowMs))
    return reject('auction_not_open', 'Wait until the auction opens.');
  return accept(openingOf(auction, nowMs));
};

/**
 * Decides the listing of an auction up to its opening. Opening is repeatable: nothing happens to
 * an auction that is open or over.
 *
 * Rejections: `not_found`, `wrong_asset`, `invalid_terms`, `auction_not_editable`,
 * `auction_not_draft`, `auction_not_open`.
 */
export const decideListing = (
  command: ListingCommand,
  auction: Auction,
): Decision<readonly AuctionEvent[]> => {
  const { nowMs } = command;
  if (command.type === 'create_auction') {
    const { auctionId, sale, sellerId, terms } = command;
    const check = usable(sale, terms, nowMs);
    if (!check.ok) return check;
    const { saleId } = sale;
    return accept([{ type: 'auction_created', atMs: nowMs, auctionId, saleId, sellerId, terms }]);
  }
  if (auction.status === 'none') return notFound();
  switch (command.type) {
    case 'edit_auction':
      return edit(auction, command);
    case 'schedule_auction': {
      if (auction.status !== 'draft')
        return reject('auction_not_draft', 'Schedule an auction once, while it is a draft.');
      const { closing } = auction.terms;
      if (closing.kind === 'at' && closing.endsAtMs <= nowMs)
        return reject('invalid_terms', 'Edit the auction to end in the future.', {
          field: '/closing/endsAt',
        });
      return accept([{ type: 'auction_scheduled', atMs: nowMs }]);
    }
    case 'open_auction':
      return open(auction, nowMs);
  }
};
