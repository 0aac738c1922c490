import { accept, type InstantMs, reject } from '@outcry/kernel';
import type { Auction, OpenAuction } from '../auction/auction';
import { openingOf } from '../auction/list-auction.decide';
import type { Paddle } from '../paddle/paddle';
import type { Decision } from '../rejections';
import type { Sale } from '../sale/sale';
import { awardTo, beginSettlement, type SettlementIds } from './award';
import type { FlowDecision } from './flow-decision';
import { freeCommitment } from './lead';
import { workingCopy, type WorkingCopy } from './working-copy';

export type Closing = {
  readonly auction: Auction;
  readonly sale: Sale;
  /** The leader's, if there is one. */
  readonly paddles: readonly Paddle[];
  readonly command: SettlementIds & { readonly nowMs: InstantMs };
};

const hammer = (copy: WorkingCopy, auction: OpenAuction, { sale, command }: Closing): void => {
  const { nowMs: atMs } = command;
  const { standing } = auction;
  if (standing && standing.reserveMet !== false) {
    const award = awardTo(sale, standing.leader, standing.price, command.settlementId);
    copy.tell({ type: 'auction_sold', atMs, by: 'hammer', award });
    beginSettlement(copy, sale, award, command, atMs);
    return;
  }
  copy.tell({ type: 'auction_unsold', atMs });
  if (standing) freeCommitment(copy, standing.leader.paddleId, atMs);
};

/**
 * Lets the hammer fall when the end has come; the ids are used if the lot is sold. Repeatable:
 * nothing happens to an auction that is over.
 *
 * Rejections: `not_found`, `auction_not_open`, `auction_not_over`.
 */
export const closeAuction = (input: Closing): Decision<FlowDecision> => {
  const { auction, paddles, command } = input;
  if (auction.status === 'none') return reject('not_found', 'There is no such auction.');
  const copy = workingCopy({ auction, paddles });
  openingOf(auction, command.nowMs).forEach(copy.tell);
  const opened = copy.auction();
  if (opened.status === 'draft' || opened.status === 'scheduled')
    return reject('auction_not_open', 'Only an open auction closes.');
  if (opened.status !== 'open') return accept(copy.decision());
  if (opened.endsAtMs === null || command.nowMs < opened.endsAtMs)
    return reject('auction_not_over', 'Wait for the end of the auction.');
  hammer(copy, opened, input);
  return accept(copy.decision());
};
