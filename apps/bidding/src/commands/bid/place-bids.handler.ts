import { defined, reject, type InstantMs } from '@outcry/kernel';
import { failpoint, type OutgoingMessage, type Sql } from '@outcry/messaging';
import {
  findStored,
  sentTogether,
  storeOutcomes,
  type Answer,
  type Outcome,
} from '@outcry/service';
import { decideBids, type BidReceipt } from '../../domain/flow/decide-bids';
import type { Decision } from '../../domain/rejections';
import type { Sale } from '../../domain/sale/sale';
import type { StoredAuction } from '../../persistence/auction/auction.row';
import { decisionTime, lockAuctions, lockPaddles } from '../../persistence/locks';
import type { StoredPaddle } from '../../persistence/paddle/paddle.row';
import { messagesOf, storeChanges } from '../../persistence/save-changes';
import { workingSet } from '../../persistence/working-set';
import type { Causes } from '../../publishing/causes';
import type { BiddingDeps } from '../bidding-deps';
import type { QueuedBid } from './bid-submission';

type Batch = readonly QueuedBid[];
type Decided = {
  readonly outcomes: readonly Decision<BidReceipt>[];
  readonly messages: readonly OutgoingMessage[];
  /** Sends what is to be stored; {@link Decided.waits} until it is. */
  readonly store: () => Promise<void>;
  /** Whether what is stored must be there before outcomes are. */
  readonly waits: boolean;
};
type Context = { readonly deps: BiddingDeps; readonly sql: Sql };

/** The paddles of all bidders of the batch and of the leader. */
const lockBidders = (sql: Sql, { tenantId, auction }: StoredAuction, batch: Batch) => {
  const { saleId } = auction;
  const standing = 'standing' in auction ? auction.standing : null;
  return lockPaddles(sql, {
    ids: standing ? [standing.leader.paddleId] : [],
    bidders: batch.map(({ command }) => ({ tenantId, saleId, bidderId: command.bidderId })),
  });
};

/** A bid causes what it changes under its own id, a purchase under its settlement's. */
const causesOf = (batch: Batch): Causes =>
  new Map(
    batch.map(({ command, trace }) => [
      command.type === 'buy_now' ? command.settlementId : command.bidId,
      trace,
    ]),
  );

/** What a batch is decided from, all of it read behind the lock of its auction. */
type Reads = {
  readonly paddles: readonly StoredPaddle[];
  readonly known: readonly (Answer | null)[];
  readonly sale: Sale | null;
  readonly nowMs: InstantMs;
};

const read = async (
  { deps, sql }: Context,
  stored: StoredAuction,
  batch: Batch,
): Promise<Reads> => {
  const { tenantId, auction } = stored;
  const [paddles, known, sale, nowMs] = await sentTogether([
    lockBidders(sql, stored, batch),
    findStored(
      sql,
      batch.map(({ keyed }) => keyed),
    ),
    deps.sales.find(sql, tenantId, auction.saleId),
    decisionTime(sql, tenantId, [stored]),
  ]);
  return { paddles, known, sale, nowMs };
};

const decide = ({ sql }: Context, stored: StoredAuction, reads: Reads, batch: Batch): Decided => {
  const { tenantId, auction } = stored;
  const { paddles, nowMs } = reads;
  const sale = defined(reads.sale, 'an auction has its sale');
  const set = workingSet({ auctions: [stored], paddles });
  const commands = batch.map(({ command }) => command);
  const decision = decideBids({ auction, sale, paddles: set.paddles(), commands, nowMs });
  if (!decision.ok) return nothingBut(batch.map(() => decision));
  set.foldFlow(tenantId, decision.value);
  return {
    outcomes: decision.value.outcomes,
    messages: messagesOf(set, causesOf(batch)),
    store: () => storeChanges(sql, set, () => nowMs),
    waits: set.tracked().settlements.length > 0,
  };
};

const nothingBut = (outcomes: readonly Decision<BidReceipt>[]): Decided => ({
  outcomes,
  messages: [],
  store: async () => undefined,
  waits: false,
});

const noSuchAuction = (batch: Batch): Decided =>
  nothingBut(batch.map(() => reject('not_found', 'There is no such auction.')));

/** Changes, outcomes and, last, the outbox: in that order, but waited for once. */
const storeAll = async (
  { deps, sql }: Context,
  { store, waits, messages }: Decided,
  rendered: readonly Outcome[],
): Promise<void> => {
  await failpoint('bidding.bids-decided');
  const stored = store();
  if (waits) await stored;
  const outcomes = storeOutcomes(sql, rendered);
  await sentTogether([stored, outcomes, deps.outbox.append(sql, messages)]);
};

/** One transaction for all: stored keys are answered, the others decided in order. */
const runBatch = async (context: Context, batch: Batch): Promise<readonly Answer[]> => {
  const { sql } = context;
  const ref = defined(batch[0], 'a batch has a command').auction;
  const [row] = await lockAuctions(sql, [ref]);
  // A draft is nobody's business but its seller's.
  const stored = row?.auction.status === 'draft' ? undefined : row;
  const reads = stored && (await read(context, stored, batch));
  const keys = batch.map(({ keyed }) => keyed);
  const known = reads?.known ?? (await findStored(sql, keys));
  const fresh = batch.filter((_, index) => known[index] === null);
  const decided = stored && reads ? decide(context, stored, reads, fresh) : noSuchAuction(fresh);
  const rendered = fresh.map(({ keyed, render }, index) => ({
    request: keyed,
    answer: render(defined(decided.outcomes[index], 'each bid has an outcome')),
  }));
  await storeAll(context, decided, rendered);
  const answers = rendered.map(({ answer: { status, headers, body } }) => ({
    ...{ status, headers },
    rawBody: body,
  }));
  let next = 0;
  return known.map((answer) => answer ?? defined(answers[next++], 'each bid has an answer'));
};

/**
 * Decides all bids and purchases that wait for one auction, in one transaction. Rejections: those
 * of `decideBids`.
 */
export const placeBids =
  (deps: BiddingDeps) =>
  async (batch: Batch): Promise<readonly Answer[]> => {
    const answers = await deps.database.transact((sql) => runBatch({ deps, sql }, batch));
    await failpoint('bidding.bids-committed');
    deps.outbox.wake();
    return answers;
  };
