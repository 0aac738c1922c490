import { accept, type InstantMs, type Money, reject } from '@outcry/kernel';
import type { Auction, OpenAuction } from '../auction/auction';
import { openingOf } from '../auction/list-auction.decide';
import { minimumBid } from '../auction/standing';
import type { Decision } from '../rejections';
import { takingBids } from './bid.acceptance';
import type { FlowDecision } from './flow-decision';
import { workingCopy } from './working-copy';

export type ReserveLowering = {
  readonly auction: Auction;
  readonly command: { readonly reserve: Money; readonly nowMs: InstantMs };
};

const checked = (
  { terms, standing, endsAtMs }: OpenAuction,
  { reserve, nowMs }: ReserveLowering['command'],
): Decision<null> => {
  if (terms.reserve === null) return reject('no_reserve', 'The lot has no reserve to lower.');
  if (reserve.asset !== terms.asset)
    return reject('wrong_asset', `Give the reserve in ${terms.asset}.`, {
      field: '/reserve/asset',
    });
  if (standing?.reserveMet === true)
    return reject('reserve_met', 'A bid has met the reserve; it stays.');
  if (reserve.amount >= terms.reserve)
    return reject('reserve_not_lower', 'Give a reserve below the present one.', {
      field: '/reserve/amount',
    });
  if (endsAtMs !== null && endsAtMs - nowMs < terms.rules.lowerReserveLeftMs)
    return reject('reserve_lowering_too_late', 'The reserve is lowered only well before the end.');
  return reserve.amount < minimumBid(terms, standing)
    ? reject('reserve_too_low', 'Keep the reserve at or above the least acceptable next bid.', {
        field: '/reserve/amount',
      })
    : accept(null);
};

/**
 * Lowers the secret reserve of an open auction by eBay's rule (auctions-and-order-book.md, A2):
 * downwards only, with time left, not below the next bid (so no standing bid meets it at once),
 * and only while no bid has met it. Before the opening the terms are edited instead.
 *
 * Rejections: those of the auction's status, `no_reserve`, `wrong_asset`, `reserve_met`,
 * `reserve_not_lower`, `reserve_lowering_too_late`, `reserve_too_low`.
 */
export const lowerReserve = ({ auction, command }: ReserveLowering): Decision<FlowDecision> => {
  if (auction.status === 'none') return reject('not_found', 'There is no such auction.');
  const copy = workingCopy({ auction, paddles: [] });
  openingOf(auction, command.nowMs).forEach(copy.tell);
  const open = takingBids(copy.auction(), command.nowMs);
  if (!open.ok) return open;
  const check = checked(open.value, command);
  if (!check.ok) return check;
  copy.tell({ type: 'reserve_lowered', atMs: command.nowMs, reserve: command.reserve.amount });
  return accept(copy.decision());
};
