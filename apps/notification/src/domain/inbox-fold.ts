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

/** An auction that ended later in the batch takes with it what mattered only before. */
const dropPassed = (notices: readonly Notice[], over: ReadonlyMap<string, AuctionRef>): Notice[] =>
  notices.filter((notice) => !over.has(refKey(notice)) || !PASSING_KINDS.includes(notice.kind));

/** One batch in the making. Applying facts one by one or together ends in the same inboxes. */
class InboxFold {
  readonly #knowledge: Knowledge;
  readonly #auctions = new Map<string, KnownAuction>();
  readonly #bidders = new Map<string, Set<string>>();
  readonly #newBidders: (AuctionRef & { number: string })[] = [];
  readonly #notices = new Map<string, Notice>();
  readonly #replaced = new Map<string, Corner>();
  readonly #leading = new Map<string, Corner>();
  readonly #over = new Map<string, AuctionRef>();
  #unknown: Unknown | null = null;

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  take(fact: AuctionFact): void {
    const key = refKey(fact);
    const known = learn(this.#auctions.get(key) ?? this.#knowledge.auction(fact), fact);
    this.#auctions.set(key, known);
    const needsSeller = fact.change.kind === 'bid_placed' && fact.change.reserveMetNow;
    if (needsSeller && known.sellerId === null) {
      this.#unknown ??= { missing: 'listing', auctionId: fact.auctionId };
    }
    this.#addBidders(fact);
    this.#settle(fact, known);
    this.#tell(fact, known);
  }

  result(): InboxChange | Unknown {
    if (this.#unknown !== null) return this.#unknown;
    return {
      auctions: [...this.#auctions.values()],
      bidders: this.#newBidders,
      notices: dropPassed([...this.#notices.values()], this.#over),
      replaced: [...this.#replaced.values()],
      leading: [...this.#leading.values()],
      over: [...this.#over.values()],
    };
  }

  #biddersOf(ref: AuctionRef): Set<string> {
    const key = refKey(ref);
    const known = this.#bidders.get(key) ?? new Set(this.#knowledge.bidders(ref));
    this.#bidders.set(key, known);
    return known;
  }

  #cornerOf(fact: AuctionFact, to: Addressee): Corner | undefined {
    const { tenantId, saleId, auctionId } = fact;
    if ('principal' in to) return { tenantId, auctionId, recipientId: to.principal };
    const recipientId = this.#knowledge.bidderOf(tenantId, saleId, to.paddle);
    if (recipientId !== undefined) return { tenantId, auctionId, recipientId };
    this.#unknown ??= { missing: 'paddle', saleId, number: to.paddle };
    return undefined;
  }

  #addBidders(fact: AuctionFact): void {
    if (fact.change.kind !== 'bid_placed') return;
    const { tenantId, auctionId } = fact;
    const known = this.#biddersOf(fact);
    for (const number of fact.change.bidders) {
      if (known.has(number)) continue;
      known.add(number);
      this.#newBidders.push({ tenantId, auctionId, number });
    }
  }

  /** What the state after the fact, if it is the latest, makes of earlier notices. */
  #settle(fact: AuctionFact, known: KnownAuction): void {
    if (fact.sequence !== known.sequence) return;
    const { tenantId, auctionId } = fact;
    if (isOver(known)) this.#over.set(refKey(known), { tenantId, auctionId });
    if (known.leader === null || known.status !== 'open') return;
    const corner = this.#cornerOf(fact, { paddle: known.leader });
    if (corner === undefined) return;
    const key = cornerKey(corner);
    this.#leading.set(key, corner);
    if (this.#notices.get(key)?.kind === 'outbid') this.#notices.delete(key);
  }

  #tell(fact: AuctionFact, known: KnownAuction): void {
    const audience: Audience = {
      bidders: fact.change.kind === 'closed' ? this.#biddersOf(fact) : new Set(),
      watchers: this.#knowledge.watchers(fact),
    };
    for (const intent of intentsOf(fact, known, audience)) {
      if (!stillMatters(intent, fact, known)) continue;
      const corner = this.#cornerOf(fact, intent.to);
      if (corner === undefined) continue;
      const key = cornerKey(corner);
      // A bidder with an old and a new paddle: the first word of an event to him is the one.
      if (this.#notices.get(key)?.eventId === fact.eventId) continue;
      this.#replaced.set(key, corner);
      this.#notices.set(key, noticeOf(corner, intent.kind, fact, known));
    }
  }
}

/** What a batch of facts, in the order given, does to the inboxes. */
export const foldFacts = (
  facts: readonly AuctionFact[],
  knowledge: Knowledge,
): InboxChange | Unknown => {
  const fold = new InboxFold(knowledge);
  for (const fact of facts) fold.take(fact);
  return fold.result();
};
