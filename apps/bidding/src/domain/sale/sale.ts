import {
  accept,
  type Asset,
  type InstantMs,
  reject,
  type Result,
  type Rejection,
} from '@outcry/kernel';
import type { CommissionSchedule, PremiumSchedule } from './premium';

export type SaleDeadlines = {
  /** From the hammer: the buyer funds what the hold does not cover. */
  readonly paymentMs: number;
  /** From the capture: delivery counts as made unless the buyer objects. */
  readonly deliveryMs: number;
  /** From a dispute: the buyer is refunded unless the operator decides. */
  readonly disputeMs: number;
};

/** The terms that all lots of a sale have in common; fixed once made. */
export type Sale = {
  readonly saleId: string;
  readonly title: string;
  readonly asset: Asset;
  readonly premium: PremiumSchedule;
  readonly commission: CommissionSchedule;
  /** Share of a paddle's limit that the ledger holds, in basis points; 10,000 holds all of it. */
  readonly depositBasisPoints: number;
  readonly deadlines: SaleDeadlines;
  readonly createdAtMs: InstantMs;
};

export type CreateSale = Omit<Sale, 'createdAtMs'> & { readonly nowMs: InstantMs };

const isRate = (basisPoints: number): boolean =>
  Number.isInteger(basisPoints) && basisPoints >= 0 && basisPoints <= 10_000;

const faultOf = (sale: CreateSale): readonly [field: string, detail: string] | null => {
  const { tiers } = sale.premium;
  if (sale.title.trim() === '') return ['/title', 'Give the sale a title.'];
  if (tiers[0]?.from !== 0n) return ['/premium/tiers', 'Let the first premium tier start at 0.'];
  if (tiers.some((tier, index) => index > 0 && tier.from <= (tiers[index - 1]?.from ?? 0n)))
    return ['/premium/tiers', 'List premium tiers in ascending order.'];
  if (!tiers.every((tier) => isRate(tier.basisPoints)))
    return ['/premium/tiers', 'Give premium rates between 0 and 10,000 basis points.'];
  if (!isRate(sale.commission.basisPoints))
    return ['/commission/basisPoints', 'Give a commission between 0 and 10,000 basis points.'];
  if (!isRate(sale.depositBasisPoints) || sale.depositBasisPoints === 0)
    return ['/depositBasisPoints', 'Give a deposit factor between 1 and 10,000 basis points.'];
  if (!Object.values(sale.deadlines).every((ms) => Number.isSafeInteger(ms) && ms > 0))
    return ['/deadlines', 'Give every deadline as a positive number of milliseconds.'];
  return null;
};

/** Makes a sale. Rejections: `invalid_terms`. */
export const createSale = (command: CreateSale): Result<Sale, Rejection<'invalid_terms'>> => {
  const fault = faultOf(command);
  if (fault) return reject('invalid_terms', fault[1], { field: fault[0] });
  const { nowMs, ...terms } = command;
  return accept({ ...terms, createdAtMs: nowMs });
};
