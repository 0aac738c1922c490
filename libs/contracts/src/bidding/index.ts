export {
  auctionCancelledV1,
  auctionClosedV1,
  auctionEditedV1,
  auctionOpenedV1,
  auctionScheduledV1,
  bidPlacedV1,
  bidsWithdrawnV1,
  candidatePassedOverV1,
  lotReawardedV1,
  lotReturnedV1,
  lotSchema,
  paddleNumberSchema,
  publicAuctionState,
  reserveLoweredV1,
  type PublicAuctionState,
  type VisibleBid,
} from './auction-events.v1';
export {
  paddleClosedV1,
  paddleLimitChangedV1,
  paddleRefusedV1,
  paddleRegisteredV1,
} from './paddle-events.v1';
export { biddingAuctionV1Topic, biddingPaddleV1Topic } from './topics';
