import type { AuctionFact, KnownAuction } from '../src/domain/auction-fact';
import {
  foldFacts,
  type AuctionRef,
  type InboxChange,
  type Knowledge,
} from '../src/domain/inbox-fold';
import { PASSING_KINDS, type Notice } from '../src/domain/notice';

type Stored = Notice & { superseded: boolean };

const keyOf = ({ tenantId, auctionId }: AuctionRef): string => `${tenantId} ${auctionId}`;

/** Inboxes in memory, with what the statements of persistence do, row by row. */
export const inboxModel = (options: {
  readonly bidderOf: (number: string) => string | undefined;
  readonly watchers: readonly string[];
}) => {
  const auctions = new Map<string, KnownAuction>();
  const bidders = new Map<string, Set<string>>();
  const stored: Stored[] = [];

  const knowledge: Knowledge = {
    auction: (ref) => auctions.get(keyOf(ref)),
    bidders: (ref) => [...(bidders.get(keyOf(ref)) ?? [])],
    watchers: () => options.watchers,
    bidderOf: (_tenantId, _saleId, number) => options.bidderOf(number),
  };

  const save = (change: InboxChange): void => {
    const supersede = (matches: (notice: Notice) => boolean): void => {
      for (const one of stored) one.superseded ||= matches(one);
    };
    for (const auction of change.auctions) auctions.set(keyOf(auction), auction);
    for (const bidder of change.bidders) {
      const known = bidders.get(keyOf(bidder)) ?? new Set();
      bidders.set(keyOf(bidder), known.add(bidder.number));
    }
    const isAt = (corner: AuctionRef & { recipientId: string }) => (notice: Notice) =>
      keyOf(notice) === keyOf(corner) && notice.recipientId === corner.recipientId;
    for (const corner of change.replaced) supersede(isAt(corner));
    for (const corner of change.leading) {
      supersede((notice) => isAt(corner)(notice) && notice.kind === 'outbid');
    }
    for (const over of change.over) {
      supersede((one) => keyOf(one) === keyOf(over) && PASSING_KINDS.includes(one.kind));
    }
    stored.push(...change.notices.map((notice) => ({ ...notice, superseded: false })));
  };

  return {
    /** Applies a batch; false when it named somebody unknown. */
    apply: (facts: readonly AuctionFact[]): boolean => {
      const change = foldFacts(facts, knowledge);
      if ('missing' in change) return false;
      save(change);
      return true;
    },
    /** What is shown, as `recipient kind event`, sorted. */
    visible: (): string[] =>
      stored
        .filter(({ superseded }) => !superseded)
        .map(({ recipientId, kind, eventId }) => `${recipientId} ${kind} ${eventId}`)
        .sort(),
    /** Everything ever told. */
    told: (): readonly Notice[] => stored,
  };
};
