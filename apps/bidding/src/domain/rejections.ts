import type { Rejection, Result } from '@outcry/kernel';

/** Whether and how a refusal is shown; the shape of a row of the registry. */
type RejectionRow = {
  readonly title: string;
  /** HTTP status of its problem document. */
  readonly status: number;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
};

const row = (status: number, title: string, retryable = false): RejectionRow => ({
  title,
  status,
  retryable,
});

/** Every refusal of bidding's domain; codes are never renamed or reused. */
export const biddingRejections = {
  auction_not_editable: row(409, 'The auction can no longer be changed'),
  auction_not_draft: row(409, 'The auction is already scheduled'),
  auction_not_open: row(409, 'The auction has not opened yet', true),
  auction_closed: row(409, 'The auction is over'),
  auction_cancelled: row(409, 'The auction was cancelled'),
  auction_not_over: row(409, 'The end of the auction has not come', true),
  auction_not_sold: row(409, 'The auction has no buyer'),
  cancellation_too_late: row(409, 'It is too late for the seller to cancel'),
  invalid_terms: row(422, 'The terms contradict each other'),
  invalid_amount: row(422, 'The amount is not usable'),
  wrong_asset: row(422, 'The amount is in another asset'),
  own_auction: row(409, 'A seller may not bid on an own lot'),
  linked_bidder: row(409, 'The bidder is linked to the seller'),
  paddle_required: row(409, 'A paddle for the sale is required'),
  paddle_not_live: row(409, 'The paddle is not live', true),
  bid_too_low: row(422, 'The bid is below the minimum'),
  over_limit: row(422, 'The bid exceeds the free spending limit', true),
  buy_now_unavailable: row(409, 'Buy-now is not on offer'),
  buy_now_price_changed: row(409, 'The buy-now price is another'),
  no_reserve: row(409, 'The auction has no reserve'),
  reserve_met: row(409, 'The reserve has been met'),
  reserve_not_lower: row(422, 'The reserve can only be lowered'),
  reserve_too_low: row(422, 'The reserve would fall below the next bid'),
  reserve_lowering_too_late: row(409, 'It is too late to lower the reserve'),
  nothing_to_retract: row(409, 'The bidder has no bid on this auction'),
  retraction_too_late: row(409, 'The time to retract has passed'),
  bid_not_found: row(404, 'There is no such live bid'),
  paddle_closed: row(409, 'The paddle is closed'),
  limit_change_pending: row(409, 'A change of the limit is still pending', true),
  limit_unchanged: row(422, 'The limit is already that'),
  limit_below_exposure: row(409, 'The limit would fall below what is committed', true),
  paddle_committed: row(409, 'The paddle leads or owes on a lot', true),
  settlement_not_awaiting_delivery: row(409, 'The settlement does not await delivery'),
  settlement_not_disputed: row(409, 'The settlement is not in dispute'),
  settlement_not_pending: row(409, 'The settlement no longer awaits payment'),
  settlement_in_progress: row(409, 'The settlement waits for the ledger', true),
  refund_out_of_range: row(422, 'The refund exceeds what was captured'),
} as const satisfies Readonly<Record<string, RejectionRow>>;

export type BiddingRejectionCode = keyof typeof biddingRejections;

export type BiddingRejection = Rejection<BiddingRejectionCode | 'not_found'>;

/** A decision of bidding's domain. */
export type Decision<T> = Result<T, BiddingRejection>;
