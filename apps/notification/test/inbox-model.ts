import { tellDue } from '../src/domain/due-notice';
import type { AuctionFact, KnownAuction } from '../src/domain/auction-fact';
import {
  foldFacts,
  type AuctionRef,
  type InboxChange,
  type Knowledge,
} from '../src/domain/inbox-fold';
import { PASSING_KINDS, type Notice, type WaitingNotice } from '../src/domain/notice';

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
  let waiting: WaitingNotice[] = [];

  const knowledge: Knowledge = {
    auction: (ref) => auctions.get(keyOf(ref)),
    bidders: (ref) => [...(bidders.get(keyOf(ref)) ?? [])],
    watchers: () => options.watchers,
    bidderOf: (_tenantId, _saleId, number) => options.bidderOf(number),
  };

  const supersede = (matches: (notice: Notice) => boolean): void => {
    for (const one of stored) one.superseded ||= matches(one);
  };
  const isAt = (corner: AuctionRef & { recipientId: string }) => (notice: Notice) =>
    keyOf(notice) === keyOf(corner) && notice.recipientId === corner.recipientId;

  const tell = ({ notices, replaced }: Pick<InboxChange, 'notices' | 'replaced'>): void => {
    for (const corner of replaced) {
      const isItself = (notice: Notice) =>
        notice.eventId === corner.eventId && notice.kind === corner.kind;
      supersede((notice) => isAt(corner)(notice) && !isItself(notice));
    }
    stored.push(...notices.map((notice) => ({ ...notice, superseded: false })));
  };

  const save = (change: InboxChange): void => {
    for (const auction of change.auctions) auctions.set(keyOf(auction), auction);
    for (const bidder of change.bidders) {
      const known = bidders.get(keyOf(bidder)) ?? new Set();
      bidders.set(keyOf(bidder), known.add(bidder.number));
    }
    for (const lead of change.leading) {
      const { recipientId } = lead;
      if (recipientId !== undefined) {
        supersede((one) => isAt({ ...lead, recipientId })(one) && one.kind === 'outbid');
      }
      waiting = waiting.filter(
        ({ number, notice }) => number !== lead.number || notice.kind !== 'outbid',
      );
    }
    for (const over of change.over) {
      supersede((one) => keyOf(one) === keyOf(over) && PASSING_KINDS.includes(one.kind));
    }
    waiting.push(...change.waiting);
    tell(change);
  };

  return {
    /** Applies a batch; false when it needs a listing that is unknown. */
    apply: (facts: readonly AuctionFact[]): boolean => {
      const change = foldFacts(facts, knowledge);
      if ('missing' in change) return false;
      save(change);
      return true;
    },
    /** Tells what waited for paddles whose bidders are known by now. */
    tellWaiting: (): void => {
      const due = waiting.flatMap((one) => {
        const recipientId = options.bidderOf(one.number);
        return recipientId === undefined
          ? []
          : [{ ...one, notice: { ...one.notice, recipientId } }];
      });
      waiting = waiting.filter(({ number }) => options.bidderOf(number) === undefined);
      tell(tellDue(due, knowledge));
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
