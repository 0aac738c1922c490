import type { InstantMs } from '@outcry/kernel';
import { winnerOf, type AuctionFact, type KnownAuction, type Money } from './auction-fact';

export const NOTICE_KINDS = [
  'outbid',
  'won',
  'lost',
  'sold',
  'unsold',
  'reserve_met',
  'ending_soon',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Kinds that only matter while the auction is open. */
export const PASSING_KINDS: readonly NoticeKind[] = ['outbid', 'reserve_met', 'ending_soon'];

/** Something to tell one recipient of one auction. */
export type Notice = {
  readonly tenantId: string;
  readonly recipientId: string;
  readonly auctionId: string;
  readonly saleId: string;
  readonly kind: NoticeKind;
  readonly eventId: string;
  readonly occurredAtMs: InstantMs;
  readonly details: NoticeDetails;
};

export type NoticeDetails = {
  readonly title: string | null;
  readonly price: Money | null;
  readonly endsAtMs: InstantMs | null;
};

/** A notice to a paddle number that no paddle event has put a name to yet. */
export type WaitingNotice = {
  readonly number: string;
  /** Position of its event in the auction's public order. */
  readonly sequence: number;
  readonly notice: Omit<Notice, 'recipientId'>;
};

/** Somebody to tell, by paddle number or by name. */
export type Addressee = { readonly paddle: string } | { readonly principal: string };

export type Intent = { readonly to: Addressee; readonly kind: NoticeKind };

export type Audience = {
  /** Paddle numbers: of all who have bid; with a bid, of those never heard of in the auction. */
  readonly bidders: ReadonlySet<string>;
  readonly watchers: readonly string[];
};

const paddles = (numbers: Iterable<string>, kind: NoticeKind): Intent[] =>
  [...numbers].map((paddle) => ({ to: { paddle }, kind }));

const principals = (ids: readonly (string | null)[], kind: NoticeKind): Intent[] =>
  ids.flatMap((principal) => (principal === null ? [] : [{ to: { principal }, kind }]));

const without = (numbers: ReadonlySet<string>, one: string | null): string[] =>
  [...numbers].filter((number) => number !== one);

/** The lead passed from somebody to somebody else, not by his own doing. */
const outbid = (previousLeader: string | null, leader: string | null): Intent[] =>
  previousLeader === null || previousLeader === leader ? [] : paddles([previousLeader], 'outbid');

/** Whom a fact is news to, as things stood right after it; of two for one the first counts. */
export const intentsOf = (
  { change, leader, sequence }: AuctionFact,
  known: KnownAuction,
  audience: Audience,
): Intent[] => {
  switch (change.kind) {
    case 'bid_placed':
      // Late: whoever it first tells of was not known when the outcome was told.
      if (sequence < known.resultSequence) return paddles(audience.bidders, 'lost');
      return [
        ...outbid(change.previousLeader, leader),
        ...(change.reserveMetNow
          ? principals([known.sellerId, ...audience.watchers], 'reserve_met')
          : []),
      ];
    case 'bids_withdrawn':
      return change.by === 'operator' ? outbid(change.previousLeader, leader) : [];
    case 'closed':
      return change.winner === null
        ? [...paddles(audience.bidders, 'lost'), ...principals([change.sellerId], 'unsold')]
        : [
            ...paddles([change.winner], 'won'),
            ...paddles(without(audience.bidders, change.winner), 'lost'),
            ...principals([change.sellerId], 'sold'),
          ];
    case 'reawarded':
      return [
        ...paddles([change.to], 'won'),
        ...paddles([change.from], 'lost'),
        ...principals([change.sellerId], 'sold'),
      ];
    case 'returned':
      return [...paddles([change.from], 'lost'), ...principals([change.sellerId], 'unsold')];
    case 'listed':
    case 'other':
      return [];
  }
};

/** Whether it still matters, given all that is known by now. */
export const stillMatters = (
  { to, kind }: Intent,
  { sequence }: Pick<AuctionFact, 'sequence'>,
  known: KnownAuction,
): boolean => {
  if (kind === 'lost' && 'paddle' in to && to.paddle !== winnerOf(known)) return true;
  if (!PASSING_KINDS.includes(kind)) return sequence >= known.resultSequence;
  if (known.status !== 'open') return false;
  return kind !== 'outbid' || !('paddle' in to) || known.leader !== to.paddle;
};
