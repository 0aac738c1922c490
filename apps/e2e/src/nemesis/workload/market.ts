import type { Client } from './client';
import { bodyOf, type History, type Operation } from './history';

/** What the people of the workload know: from answers alone, so it may be behind. */
export type KnownAuction = {
  readonly auctionId: string;
  readonly saleId: string;
  readonly straight: boolean;
  readonly buyNow: number | null;
  endsAtMs: number;
  /** The least next bid, as last heard. */
  minimum: number;
  /** The last accepted amount of anybody: a good one to tie with. */
  lastAmount: number;
  over: boolean;
};

export type KnownPaddle = {
  readonly paddleId: string;
  readonly who: string;
  readonly saleId: string;
  limit: number;
  closed: boolean;
};

export type Market = {
  readonly client: Client;
  readonly history: History;
  /** The last status seen of every settlement. */
  readonly settlements: Map<string, string>;
  readonly sales: { readonly saleId: string; readonly depositBps: number }[];
  readonly auctions: KnownAuction[];
  readonly paddles: KnownPaddle[];
};

export const ASSET = 'USD/2';
export const usd = (amount: number) => ({ amount: String(amount), asset: ASSET });

/** One step everywhere keeps the model of the checker small. */
export const STEP = 100;
export const INCREMENTS = {
  kind: 'absolute',
  id: 'nemesis',
  version: 1,
  tiers: [{ from: '0', step: String(STEP) }],
} as const;

export const PREMIUM_BPS = 1_000;
export const COMMISSION_BPS = 500;
export const DEADLINES = { paymentMs: 5_000, deliveryMs: 7_000, disputeMs: 7_000 };

type PublicState = {
  readonly status: string;
  readonly endsAt: string | null;
  readonly minimumBid: { readonly amount: string } | null;
};

/** Keeps what an answer tells of an auction. */
export const hear = (auction: KnownAuction, state: PublicState | null | undefined): void => {
  if (!state) return;
  if (state.endsAt !== null) auction.endsAtMs = Date.parse(state.endsAt);
  if (state.minimumBid !== null) auction.minimum = Number(state.minimumBid.amount);
  if (state.status !== 'open' && state.status !== 'scheduled') auction.over = true;
};

export const heardFrom = (auction: KnownAuction, operation: Operation): void => {
  const body = bodyOf(operation) as {
    auction?: PublicState | null;
    minimumBid?: { amount: string };
    code?: string;
  };
  if (operation.outcome === 'ok') hear(auction, body.auction);
  if (body.minimumBid !== undefined) auction.minimum = Number(body.minimumBid.amount);
  if (body.code === 'auction_closed' || body.code === 'auction_cancelled') auction.over = true;
};

/** How many requests of a kind were answered as done. */
export const doneOf = ({ history }: Market, ...kinds: Operation['kind'][]): number =>
  history.operations.filter(({ kind, outcome }) => kinds.includes(kind) && outcome === 'ok').length;

export const openAuctions = ({ auctions }: Market): KnownAuction[] =>
  auctions.filter(({ over }) => !over);

export const livePaddles = ({ paddles }: Market): KnownPaddle[] =>
  paddles.filter(({ closed }) => !closed);

/** Asks until somebody answers with something that will do. */
export const post = (
  { client }: Market,
  kind: Operation['kind'],
  who: string,
  role: Operation['role'],
  path: string,
  body: unknown,
): Promise<Operation> => client.send({ kind, who, role, method: 'POST', path, body });
