import type { InstantMs } from '@outcry/kernel';
import { settlementDueAtMs } from './settlement.decide';
import type { KnownSettlement } from './settlement';

/** Where a settlement is, whom it waits for, and why. */
export type SettlementView = {
  readonly status: KnownSettlement['status'];
  readonly waitingFor: 'ledger' | 'buyer' | 'operator' | null;
  readonly why: string;
  /** What happens then by itself is in `why`. */
  readonly dueAtMs: InstantMs | null;
};

type Waiting = Pick<SettlementView, 'waitingFor' | 'why'>;

const waiting = (waitingFor: SettlementView['waitingFor'], why: string): Waiting => ({
  waitingFor,
  why,
});

const waitingOf = (settlement: KnownSettlement): Waiting => {
  switch (settlement.status) {
    case 'awaiting_payment':
      return settlement.request
        ? waiting('ledger', 'The ledger was asked to add to the hold what it does not cover.')
        : waiting('buyer', 'The wallet does not cover the rest of the invoice; it is due.');
    case 'awaiting_capture':
      return waiting('ledger', 'The ledger was asked to capture the invoice from the hold.');
    case 'voiding':
      return waiting('ledger', `An operator gave up (${settlement.reason}); the ledger answers.`);
    case 'awaiting_delivery':
      return waiting('buyer', 'The money is in escrow until delivery is confirmed or presumed.');
    case 'disputed':
      return waiting('operator', `Disputed (${settlement.reason}); refunded unless decided.`);
    case 'paying_out':
      return settlement.request
        ? waiting('ledger', `The escrow is being paid out: ${settlement.cause}.`)
        : waiting(
            'ledger',
            `The payout was refused (${settlement.lastRefusal ?? ''}); it repeats.`,
          );
    case 'settled':
    case 'refunded':
      return waiting(null, `Ended: ${settlement.cause}.`);
    case 'defaulted':
      return waiting(null, `The buyer defaulted: ${settlement.reason}.`);
  }
};

export const settlementView = (settlement: KnownSettlement): SettlementView => ({
  status: settlement.status,
  ...waitingOf(settlement),
  dueAtMs: settlementDueAtMs(settlement),
});
