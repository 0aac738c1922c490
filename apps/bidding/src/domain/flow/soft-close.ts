import type { InstantMs } from '@outcry/kernel';
import type { OpenAuction, Standing } from '../auction/auction';

type End = { readonly endsAtMs: InstantMs | null; readonly extensions: number };

/** The end before soft close: a first bid that meets the reserve starts the clock. */
const startedEnd = (
  { endsAtMs, terms }: OpenAuction,
  standing: Standing,
  nowMs: InstantMs,
): InstantMs | null => {
  if (endsAtMs !== null || terms.closing.kind === 'at' || standing.reserveMet === false)
    return endsAtMs;
  return nowMs + terms.closing.durationMs;
};

/**
 * The end after a bid: end' = max(end, bid time + window), while extensions are left
 * (auctions-and-order-book.md, A3, family 1). A bid that moves nothing public extends nothing,
 * since an extension would publish it.
 */
export const endAfterBid = (
  auction: OpenAuction,
  standing: Standing,
  isPublic: boolean,
  nowMs: InstantMs,
): End => {
  const { extensions } = auction;
  const endsAtMs = startedEnd(auction, standing, nowMs);
  const { softClose } = auction.terms;
  if (endsAtMs === null || !softClose || !isPublic) return { endsAtMs, extensions };
  const extended = nowMs + softClose.windowMs;
  const isAllowed = softClose.maxExtensions === null || extensions < softClose.maxExtensions;
  return extended > endsAtMs && isAllowed
    ? { endsAtMs: extended, extensions: extensions + 1 }
    : { endsAtMs, extensions };
};
