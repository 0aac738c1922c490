import { bidding, ledger, type MessageDefinition } from '@outcry/contracts';

/** What bidding publishes: its public events, and its requests to the ledger. */
export const published: readonly MessageDefinition[] = [
  bidding.auctionScheduledV1,
  bidding.auctionEditedV1,
  bidding.auctionOpenedV1,
  bidding.bidPlacedV1,
  bidding.reserveLoweredV1,
  bidding.bidsWithdrawnV1,
  bidding.auctionClosedV1,
  bidding.auctionCancelledV1,
  bidding.lotReawardedV1,
  bidding.lotReturnedV1,
  bidding.candidatePassedOverV1,
  bidding.paddleRegisteredV1,
  bidding.paddleRefusedV1,
  bidding.paddleLimitChangedV1,
  bidding.paddleClosedV1,
  ledger.placeHoldV1,
  ledger.increaseHoldV1,
  ledger.releaseHoldV1,
  ledger.captureHoldV1,
  ledger.voidIfNotCapturedV1,
  ledger.postTransfersV1,
];
