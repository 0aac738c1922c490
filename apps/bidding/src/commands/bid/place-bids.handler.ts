import { defined, reject, type InstantMs } from '@outcry/kernel';
import { failpoint, type OutgoingMessage, type Sql } from '@outcry/messaging';
import { findStored, storeOutcomes, type Answer } from '@outcry/service';
import { decideBids, type BidReceipt } from '../../domain/flow/decide-bids';
import type { Decision } from '../../domain/rejections';
import type { StoredAuction } from '../../persistence/auction/auction.row';
import { decisionTime, lockAuctions, lockPaddles } from '../../persistence/locks';
import type { StoredPaddle } from '../../persistence/paddle/paddle.row';
import { saveChanges } from '../../persistence/save-changes';
import { workingSet } from '../../persistence/working-set';
import type { Causes } from '../../publishing/causes';
import type { BiddingDeps } from '../bidding-deps';
import type { QueuedBid } from './bid-submission';

type Batch = readonly QueuedBid[];
type Decided = {
  readonly outcomes: readonly Decision<BidReceipt>[];
  readonly messages: readonly OutgoingMessage[];
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

const decide = async (
  { deps, sql }: Context,
  stored: StoredAuction,
  paddles: readonly StoredPaddle[],
  batch: Batch,
): Promise<Decided> => {
  const { tenantId, auction } = stored;
  const sale = defined(
    await deps.sales.find(sql, tenantId, auction.saleId),
    'an auction has its sale',
  );
  const nowMs: InstantMs = await decisionTime(sql, tenantId, [stored]);
  const set = workingSet({ auctions: [stored], paddles });
  const commands = batch.map(({ command }) => command);
  const decision = decideBids({ auction, sale, paddles: set.paddles(), commands, nowMs });
  if (!decision.ok) return { outcomes: batch.map(() => decision), messages: [] };
  set.foldFlow(tenantId, decision.value);
  const messages = await saveChanges(sql, set, () => nowMs, causesOf(batch));
  return { outcomes: decision.value.outcomes, messages };
};

const noSuchAuction = (batch: Batch): Decided => ({
  outcomes: batch.map(() => reject('not_found', 'There is no such auction.')),
  messages: [],
});

/** One transaction for all: stored keys are answered, the others decided in order. */
const runBatch = async ({ deps, sql }: Context, batch: Batch): Promise<readonly Answer[]> => {
  const ref = defined(batch[0], 'a batch has a command').auction;
  const [row] = await lockAuctions(sql, [ref]);
  // A draft is nobody's business but its seller's.
  const stored = row?.auction.status === 'draft' ? undefined : row;
  const paddles = stored ? await lockBidders(sql, stored, batch) : [];
  const known = await findStored(
    sql,
    batch.map(({ keyed }) => keyed),
  );
  const fresh = batch.filter((_, index) => known[index] === null);
  const { outcomes, messages } = stored
    ? await decide({ deps, sql }, stored, paddles, fresh)
    : noSuchAuction(fresh);
  const rendered = fresh.map(({ keyed, render }, index) => ({
    request: keyed,
    answer: render(defined(outcomes[index], 'each bid has an outcome')),
  }));
  await storeOutcomes(sql, rendered);
  await failpoint('bidding.bids-decided');
  await deps.outbox.append(sql, messages);
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
