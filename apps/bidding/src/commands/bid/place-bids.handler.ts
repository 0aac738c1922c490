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
import { decisionTime, lockAuction, lockBidders, notBefore } from '../../persistence/locks';
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
  readonly stored: StoredAuction | undefined;
  readonly paddles: readonly StoredPaddle[];
  readonly known: readonly (Answer | null)[];
  readonly sale: Sale | null;
  readonly nowMs: InstantMs;
};

/** Locks and reads, each behind the one before, but waited for once. */
const read = async ({ deps, sql }: Context, batch: Batch): Promise<Reads> => {
  const ref = defined(batch[0], 'a batch has a command').auction;
  const [row, paddles, known, now] = await sentTogether([
    lockAuction(sql, ref),
    lockBidders(
      sql,
      ref,
      batch.map(({ command }) => command.bidderId),
    ),
    findStored(
      sql,
      batch.map(({ keyed }) => keyed),
    ),
    decisionTime(sql, ref.tenantId, []),
  ]);
  // A draft is nobody's business but its seller's.
  const stored = row?.auction.status === 'draft' ? undefined : row;
  const sale = stored ? await deps.sales.find(sql, ref.tenantId, stored.auction.saleId) : null;
  return { stored, paddles, known, sale, nowMs: notBefore(stored ? [stored] : [], now) };
};

const decide = ({ sql }: Context, reads: Reads, batch: Batch): Decided => {
  const { stored, paddles, nowMs } = reads;
  if (!stored) return nothingBut(batch.map(() => reject('not_found', 'There is no such auction.')));
  const { tenantId, auction } = stored;
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
  const reads = await read(context, batch);
  const { known } = reads;
  const fresh = batch.filter((_, index) => known[index] === null);
  const decided = decide(context, reads, fresh);
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
    const answers = await deps.database.transact((sql) => runBatch({ deps, sql }, batch), {
      readsFirst: true,
    });
    await failpoint('bidding.bids-committed');
    deps.outbox.wake();
    return answers;
  };
