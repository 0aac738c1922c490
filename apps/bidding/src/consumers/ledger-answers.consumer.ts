import { ledger } from '@outcry/contracts';
import type { ConsumerDefinition, ReceivedMessage } from '@outcry/messaging';
import type { BiddingDeps } from '../commands/bidding-deps';
import { takeAnswers } from '../commands/settlement/take-answers.handler';
import { ledgerAnswerOf } from './ledger-answer.translator';

/**
 * The ledger's answers. Unordered: each answer names the command that it answers, a row waits for
 * one command at a time and ignores answers to any other, and answers about one hold come from
 * several rows (its paddle and settlements) that do not wait for each other. What is lost before
 * the group's first offset is answered again, since an unanswered command is sent again.
 */
export const ledgerAnswersConsumer = (deps: BiddingDeps): ConsumerDefinition => ({
  name: 'bidding.ledger-answers',
  lane: 'unordered',
  accepts: [
    ledger.holdPlacedV1,
    ledger.holdRefusedV1,
    ledger.holdIncreasedV1,
    ledger.holdIncreaseRefusedV1,
    ledger.holdReleasedV1,
    ledger.releaseRefusedV1,
    ledger.holdCapturedV1,
    ledger.captureRefusedV1,
    ledger.captureVoidedV1,
    ledger.captureStandsV1,
    ledger.transfersPostedV1,
    ledger.transfersRefusedV1,
  ],
  from: 'latest',
  maxBatch: 50,
  apply: async (messages: readonly ReceivedMessage[], sql) => {
    const answers = messages.flatMap((message) => ledgerAnswerOf(message) ?? []);
    if (answers.length > 0) await takeAnswers(deps, sql, answers);
  },
});
