import { learn, type AuctionFact, type KnownAuction, type Money } from './auction-fact';
import {
  intentsOf,
  PASSING_KINDS,
  stillMatters,
  type Addressee,
  type Audience,
  type Intent,
  type Notice,
  type WaitingNotice,
} from './notice';

/** A recipient's corner of the inbox about one auction: there is at most one unread in it. */
export type Corner = {
  readonly tenantId: string;
  readonly recipientId: string;
  readonly auctionId: string;
};

/** A paddle that leads, and who bids under it where that is known. */
export type Lead = AuctionRef & {
  readonly saleId: string;
  readonly number: string;
  readonly recipientId: string | undefined;
};

/** A corner in which a notice takes the place of all other unread ones. */
export type Replaced = Corner & Pick<Notice, 'eventId' | 'kind'>;

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
  /** To paddles that have not been heard of yet. */
  readonly waiting: readonly WaitingNotice[];
  readonly replaced: readonly Replaced[];
  /** Who leads again: an outbid of theirs that is unread or waits is no longer so. */
  readonly leading: readonly Lead[];
  /** Auctions that are over: what mattered only while they were open does not any more. */
  readonly over: readonly AuctionRef[];
};

/** A listing that has not been heard of yet: to be tried again. */
export type Unknown = { readonly missing: 'listing'; readonly auctionId: string };

const refKey = ({ tenantId, auctionId }: AuctionRef): string => `${tenantId} ${auctionId}`;
export const cornerKey = (corner: Corner): string => `${refKey(corner)} ${corner.recipientId}`;

const isOver = ({ status }: KnownAuction): boolean => status !== 'open' && status !== 'scheduled';

/** A bid that comes late tells of the outcome without its price. */
const priceOf = (kind: Intent['kind'], { change, price }: AuctionFact): Money | null => {
  if (kind === 'lost' && change.kind === 'bid_placed') return null;
  return ('hammerPrice' in change ? change.hammerPrice : null) ?? price;
};

const noticeOf = (
  kind: Intent['kind'],
  fact: AuctionFact,
  known: KnownAuction,
): WaitingNotice['notice'] => ({
  tenantId: fact.tenantId,
  auctionId: fact.auctionId,
  saleId: fact.saleId,
  kind,
  eventId: fact.eventId,
  occurredAtMs: fact.occurredAtMs,
  details: { title: known.title, price: priceOf(kind, fact), endsAtMs: fact.endsAtMs },
});

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
  #waiting: WaitingNotice[] = [];
  readonly #replaced = new Map<string, Replaced>();
  readonly #leading = new Map<string, Lead>();
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
    const newBidders = this.#addBidders(fact);
    this.#settle(fact, known);
    this.#tell(fact, known, newBidders);
  }

  result(): InboxChange | Unknown {
    if (this.#unknown !== null) return this.#unknown;
    return {
      auctions: [...this.#auctions.values()],
      bidders: this.#newBidders,
      notices: dropPassed([...this.#notices.values()], this.#over),
      waiting: this.#waiting,
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

  #recipientOf({ tenantId, saleId }: AuctionFact, to: Addressee): string | undefined {
    return 'principal' in to ? to.principal : this.#knowledge.bidderOf(tenantId, saleId, to.paddle);
  }

  /** Returns the numbers that had not bid before. */
  #addBidders(fact: AuctionFact): ReadonlySet<string> {
    if (fact.change.kind !== 'bid_placed') return new Set();
    const { tenantId, auctionId } = fact;
    const known = this.#biddersOf(fact);
    const added = new Set(fact.change.bidders.filter((number) => !known.has(number)));
    for (const number of added) {
      known.add(number);
      this.#newBidders.push({ tenantId, auctionId, number });
    }
    return added;
  }

  /** What the state after the fact, if it is the latest, makes of earlier notices. */
  #settle(fact: AuctionFact, known: KnownAuction): void {
    if (fact.sequence !== known.sequence) return;
    const { tenantId, saleId, auctionId } = fact;
    if (isOver(known)) this.#over.set(refKey(known), { tenantId, auctionId });
    const number = known.leader;
    if (number === null || known.status !== 'open') return;
    const recipientId = this.#recipientOf(fact, { paddle: number });
    const lead = { tenantId, saleId, auctionId, number, recipientId };
    this.#leading.set(`${refKey(lead)} ${number}`, lead);
    this.#waiting = this.#waiting.filter(
      ({ notice, ...to }) =>
        to.number !== number || refKey(notice) !== refKey(lead) || notice.kind !== 'outbid',
    );
    if (recipientId === undefined) return;
    const key = cornerKey({ tenantId, auctionId, recipientId });
    if (this.#notices.get(key)?.kind === 'outbid') this.#notices.delete(key);
  }

  #tell(fact: AuctionFact, known: KnownAuction, newBidders: ReadonlySet<string>): void {
    const audience: Audience = {
      bidders: fact.change.kind === 'closed' ? this.#biddersOf(fact) : newBidders,
      watchers: this.#knowledge.watchers(fact),
    };
    for (const intent of intentsOf(fact, known, audience)) {
      if (!stillMatters(intent, fact, known)) continue;
      const notice = noticeOf(intent.kind, fact, known);
      const recipientId = this.#recipientOf(fact, intent.to);
      if (recipientId === undefined) this.#keep(intent.to, fact, notice);
      else this.#put({ ...notice, recipientId });
    }
  }

  #keep(to: Addressee, { sequence }: AuctionFact, notice: WaitingNotice['notice']): void {
    if ('paddle' in to) this.#waiting.push({ number: to.paddle, sequence, notice });
  }

  #put(notice: Notice): void {
    const { tenantId, auctionId, recipientId, eventId, kind } = notice;
    const key = cornerKey(notice);
    // A bidder with an old and a new paddle: the first word of an event to him is the one.
    if (this.#notices.get(key)?.eventId === eventId) return;
    this.#replaced.set(key, { tenantId, auctionId, recipientId, eventId, kind });
    this.#notices.set(key, notice);
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
