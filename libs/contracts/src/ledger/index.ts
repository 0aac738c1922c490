export {
  captureHoldV1,
  increaseHoldV1,
  placeHoldV1,
  postTransfersV1,
  releaseHoldV1,
  transferLegSchema,
  voidIfNotCapturedV1,
} from './commands.v1';
export {
  balanceAfterSchema,
  captureRefusedV1,
  captureStandsV1,
  captureVoidedV1,
  holdCapturedV1,
  holdExpiredV1,
  holdIncreasedV1,
  holdIncreaseRefusedV1,
  holdPlacedV1,
  holdRefusedV1,
  holdReleasedV1,
  releaseRefusedV1,
} from './hold-events.v1';
export { ledgerCommandV1Topic, ledgerHoldV1Topic, ledgerTransferV1Topic } from './topics';
export { transfersPostedV1, transfersRefusedV1 } from './transfer-events.v1';
