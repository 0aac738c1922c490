import { learn, type AuctionFact, type KnownAuction } from './auction-fact';
import {
  intentsOf,
  PASSING_KINDS,
  stillMatters,
  type Addressee,
  type Audience,
  type Intent,
  type Notice,
} from './notice';

/** A recipient's corner of the inbox about one auction: there is at most one unread in it. */
export type Corner = {
  readonly tenantId: string;
  readonly recipientId: string;
  readonly auctionId: string;
};

export type AuctionRef = { readonly tenantId: string; readonly auctionId: string };

/** What was read before folding. */
export type Knowledge = {
  readonly auction: (ref: AuctionRef) => KnownAuction | undefined;
  readonly bidders: (ref: AuctionRef) => readonly string[];
  readonly watchers: (ref: AuctionRef) => readonly string[];
  readonly bidderOf: (tenantId: string, saleId: string, number: string) => string | undefined;
};

/** What events do to the inboxes. */
export type InboxChange = {
  readonly auctions: readonly KnownAuction[];
  readonly bidders: readonly (AuctionRef & { readonly number: string })[];
  readonly notices: readonly Notice[];
  /** Unread notices that newer ones take the place of. */
  readonly replaced: readonly Corner[];
  /** Recipients who lead again: an unread outbid of theirs is no longer so. */
  readonly leading: readonly Corner[];
  /** Auctions that are over: what mattered only while they were open does not any more. */
  readonly over: readonly AuctionRef[];
};

/** A paddle or a listing that has not been heard of yet: to be tried again. */
export type Unknown =
  | { readonly missing: 'paddle'; readonly saleId: string; readonly number: string }
  | { readonly missing: 'listing'; readonly auctionId: string };

const refKey = ({ tenantId, auctionId }: AuctionRef): string => `${tenantId} ${auctionId}`;
const cornerKey = (corner: Corner): string => `${refKey(corner)} ${corner.recipientId}`;

const isOver = ({ status }: KnownAuction): boolean => status !== 'open' && status !== 'scheduled';

const noticeOf = (
  corner: Corner,
  kind: Intent['kind'],
  fact: AuctionFact,
  known: KnownAuction,
): Notice => {
  const { change } = fact;
  const hammer = 'hammerPrice' in change ? change.hammerPrice : null;
  return {
    ...corner,
    saleId: fact.saleId,
    kind,
    eventId: fact.eventId,
    occurredAtMs: fact.occurredAtMs,
    details: { title: known.title, price: hammer ?? fact.price, endsAtMs: fact.endsAtMs },
  };
};

/** One batch in the making. Applying facts one by one or together ends in the same inboxes. */
const createFold = (knowledge: Knowledge) => {
  const auctions = new Map<string, KnownAuction>();
  const bidders = new Map<string, Set<string>>();
  const newBidders: (AuctionRef & { number: string })[] = [];
  const notices = new Map<string, Notice>();
  const replaced = new Map<string, Corner>();
  const leading = new Map<string, Corner>();
  const over = new Map<string, AuctionRef>();
  let unknown: Unknown | null = null;

  const biddersOf = (ref: AuctionRef): Set<string> => {
    const key = refKey(ref);
    const known = bidders.get(key) ?? new Set(knowledge.bidders(ref));
    bidders.set(key, known);
    return known;
  };

  const recipientOf = (fact: AuctionFact, to: Addressee): string | undefined => {
    if ('principal' in to) return to.principal;
    const { tenantId, saleId } = fact;
    const recipient = knowledge.bidderOf(tenantId, saleId, to.paddle);
    if (recipient === undefined) unknown ??= { missing: 'paddle', saleId, number: to.paddle };
    return recipient;
  };

  const cornerOf = (fact: AuctionFact, to: Addressee): Corner | undefined => {
    const recipientId = recipientOf(fact, to);
    const { tenantId, auctionId } = fact;
    return recipientId === undefined ? undefined : { tenantId, auctionId, recipientId };
  };

  const addBidders = (fact: AuctionFact): void => {
    if (fact.change.kind !== 'bid_placed') return;
    const { tenantId, auctionId } = fact;
    const known = biddersOf(fact);
    for (const number of fact.change.bidders) {
      if (known.has(number)) continue;
      known.add(number);
      newBidders.push({ tenantId, auctionId, number });
    }
  };

  const tell = (fact: AuctionFact, known: KnownAuction): void => {
    const audience: Audience = {
      bidders: fact.change.kind === 'closed' ? biddersOf(fact) : new Set(),
      watchers: knowledge.watchers(fact),
    };
    for (const intent of intentsOf(fact, known, audience)) {
      if (!stillMatters(intent, fact, known)) continue;
      const corner = cornerOf(fact, intent.to);
      if (corner === undefined) continue;
      const key = cornerKey(corner);
      replaced.set(key, corner);
      notices.set(key, noticeOf(corner, intent.kind, fact, known));
    }
  };

  const settle = (fact: AuctionFact, known: KnownAuction): void => {
    if (fact.sequence !== known.sequence) return;
    if (isOver(known)) over.set(refKey(known), fact);
    if (known.leader === null || known.status !== 'open') return;
    const corner = cornerOf(fact, { paddle: known.leader });
    if (corner === undefined) return;
    const key = cornerKey(corner);
    leading.set(key, corner);
    if (notices.get(key)?.kind === 'outbid') notices.delete(key);
  };

  return {
    take: (fact: AuctionFact): void => {
      const known = learn(auctions.get(refKey(fact)) ?? knowledge.auction(fact), fact);
      auctions.set(refKey(fact), known);
      const needsSeller = fact.change.kind === 'bid_placed' && fact.change.reserveMetNow;
      if (needsSeller && known.sellerId === null) {
        unknown ??= { missing: 'listing', auctionId: fact.auctionId };
      }
      addBidders(fact);
      settle(fact, known);
      tell(fact, known);
    },
    result: (): InboxChange | Unknown =>
      unknown ?? {
        auctions: [...auctions.values()],
        bidders: newBidders,
        notices: dropPassed([...notices.values()], over),
        replaced: [...replaced.values()],
        leading: [...leading.values()],
        over: [...over.values()].map(({ tenantId, auctionId }) => ({ tenantId, auctionId })),
      },
  };
};

/** An auction that ended later in the batch takes with it what mattered only before. */
const dropPassed = (notices: readonly Notice[], over: ReadonlyMap<string, AuctionRef>): Notice[] =>
  notices.filter((notice) => !over.has(refKey(notice)) || !PASSING_KINDS.includes(notice.kind));

/** What a batch of facts, in the order given, does to the inboxes. */
export const foldFacts = (
  facts: readonly AuctionFact[],
  knowledge: Knowledge,
): InboxChange | Unknown => {
  const fold = createFold(knowledge);
  for (const fact of facts) fold.take(fact);
  return fold.result();
};
