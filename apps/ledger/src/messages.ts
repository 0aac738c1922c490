import { ledger, type MessageDefinition } from '@outcry/contracts';

/** What the ledger publishes; the tables in the README are made from it. */
export const published: readonly MessageDefinition[] = [
  ledger.holdPlacedV1,
  ledger.holdRefusedV1,
  ledger.holdIncreasedV1,
  ledger.holdIncreaseRefusedV1,
  ledger.holdCapturedV1,
  ledger.captureRefusedV1,
  ledger.captureVoidedV1,
  ledger.captureStandsV1,
  ledger.holdReleasedV1,
  ledger.releaseRefusedV1,
  ledger.holdExpiredV1,
  ledger.transfersPostedV1,
  ledger.transfersRefusedV1,
];
