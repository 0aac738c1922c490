import { type Instrument } from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import { int, MAX } from './exchange.state';

/** Rule 3.2, after the instrument's number and that it is new. */
export function* specificationFaults(
  o: Instrument & Record<string, unknown>,
): Generator<RejectionCode, void> {
  const positive = [o.tickSize, o.lotSize, o.maxPrice, o.maxQuantity];
  const others = [o.minQuantity, o.minNotional, o.referencePrice, o.limitStateMs, o.pauseMs];
  const bands = [o.staticBandBps, o.dynamicBandBps];
  const rates: unknown = o.fees;
  const isRate = (rate: unknown) => int(rate, -1_000_000, 1_000_000);
  const isTier = (tier: unknown) =>
    isRate((tier as { makerPpm: unknown } | null)?.makerPpm) &&
    isRate((tier as { takerPpm: unknown } | null)?.takerPpm);
  const big = (value: number | undefined) => BigInt(value ?? 0);
  const fits =
    positive.every((one) => int(one, 1, MAX)) &&
    others.every((one) => int(one, 0, MAX)) &&
    bands.every((one) => int(one, 0, 10_000)) &&
    int(o.maxIcebergParts, 1, 10_000) &&
    typeof o.amendKeepsPriority === 'boolean' &&
    ['trading', 'closed', 'halt', 'cancel_only'].includes(o.state as string) &&
    Array.isArray(rates) &&
    rates.length <= 16 &&
    rates.every(isTier) &&
    (o.minQuantity ?? 0) <= o.maxQuantity &&
    (o.referencePrice ?? 0) <= o.maxPrice &&
    big(o.maxPrice) * big(o.maxQuantity) * big(o.tickSize) <= MAX &&
    big(o.maxQuantity) * big(o.lotSize) <= MAX;
  if (!fits) yield 'invalid_specification';
}
