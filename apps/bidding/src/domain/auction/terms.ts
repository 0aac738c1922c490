import type { InstantMs } from '@outcry/kernel';
import { faultOfTable } from '../increment/increment-table';
import type { AuctionTerms, ScheduledAuction } from './auction';

type Fault = { readonly field: string; readonly detail: string };

const fault = (field: string, detail: string): Fault => ({ field, detail });

/** eBay's least distance of a buy-now from the start price (auctions-and-order-book.md, A2). */
const BUY_NOW_ABOVE_START_PERCENT = 130n;

const faultOfPrices = ({ startPrice, reserve, buyNow }: AuctionTerms): Fault | null => {
  if (startPrice <= 0n) return fault('/startPrice', 'Give a start price above zero.');
  if (reserve !== null && reserve <= startPrice)
    return fault('/reserve', 'Give a reserve above the start price, or none.');
  if (buyNow !== null && buyNow * 100n < startPrice * BUY_NOW_ABOVE_START_PERCENT)
    return fault('/buyNow', 'Give a buy-now price at least 30 % above the start price.');
  if (buyNow !== null && reserve !== null && buyNow <= reserve)
    return fault('/buyNow', 'Give a buy-now price above the reserve.');
  return null;
};

const isSpan = (ms: number): boolean => Number.isSafeInteger(ms) && ms > 0;

const faultOfTimes = ({ opensAtMs, closing, softClose, rules }: AuctionTerms): Fault | null => {
  if (closing.kind === 'at' && closing.endsAtMs <= opensAtMs)
    return fault('/closing/endsAt', 'Let the auction end after it opens.');
  if (closing.kind === 'after_first_bid' && !isSpan(closing.durationMs))
    return fault('/closing/durationMs', 'Give a duration above zero.');
  if (softClose && !isSpan(softClose.windowMs))
    return fault('/softClose/windowMs', 'Give a soft-close window above zero.');
  if (softClose?.maxExtensions !== null && softClose !== null && softClose.maxExtensions < 1)
    return fault('/softClose/maxExtensions', 'Allow at least one extension, or leave it out.');
  if (!Object.values(rules).every((ms) => Number.isSafeInteger(ms) && ms >= 0))
    return fault('/rules', 'Give the windows of the rules in milliseconds, zero or more.');
  return null;
};

/** What is wrong with the terms, or null. */
export const faultOfTerms = (terms: AuctionTerms): Fault | null => {
  if (terms.lot.title.trim() === '') return fault('/lot/title', 'Give the lot a title.');
  const table = faultOfTable(terms.increments);
  if (table) return fault('/increments', `Correct the increment table: ${table}.`);
  return faultOfPrices(terms) ?? faultOfTimes(terms);
};

/** Whether the start has come: any command then finds the auction open. */
export const isDue = (auction: ScheduledAuction, nowMs: InstantMs): boolean =>
  nowMs >= auction.terms.opensAtMs;

/** The end that opening gives the auction. */
export const endAtOpening = ({ closing }: AuctionTerms): InstantMs | null =>
  closing.kind === 'at' ? closing.endsAtMs : null;
