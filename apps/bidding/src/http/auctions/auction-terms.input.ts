import { accept, fromTimestamp, reject, type Result } from '@outcry/kernel';
import { defaultRules, type AuctionTerms, type Closing } from '../../domain/auction/auction';
import { ebayIncrements, houseTables } from '../../domain/increment/house-tables';
import type { IncrementTable } from '../../domain/increment/increment-table';
import type { TermsInput } from './auction-terms.schema';

type WireMoney = { readonly amount: string; readonly asset: string };

const tableOf = (input: NonNullable<TermsInput['increments']>): IncrementTable => {
  switch (input.kind) {
    case 'house':
      return houseTables.find(({ id }) => id === input.id) ?? ebayIncrements;
    case 'absolute': {
      const { kind, id, version } = input;
      const tiers = input.tiers.map(({ from, step }) => ({
        from: BigInt(from),
        step: BigInt(step),
      }));
      return { kind, id, version, tiers };
    }
    case 'percentage': {
      const { kind, id, version, bps } = input;
      return { kind, id, version, basisPoints: bps };
    }
    case 'ladder': {
      const { kind, id, version, rungs } = input;
      return { kind, id, version, rungs: rungs.map(BigInt) };
    }
  }
};

const closingOf = (input: TermsInput, before: Closing | null): Result<Closing> => {
  const { endsAt, durationMs } = input;
  if (endsAt !== undefined && durationMs !== undefined)
    return reject('invalid_terms', 'Give either endsAt or durationMs.', { field: '/durationMs' });
  if (endsAt !== undefined) return accept({ kind: 'at', endsAtMs: fromTimestamp(endsAt) });
  if (durationMs !== undefined) return accept({ kind: 'after_first_bid', durationMs });
  return before
    ? accept(before)
    : reject('invalid_terms', 'Give endsAt or durationMs.', { field: '/endsAt' });
};

/** The asset of all prices; they must agree. */
const assetOf = (input: TermsInput, before: AuctionTerms | null): Result<string> => {
  const prices = Object.entries({
    startPrice: input.startPrice,
    reserve: input.reserve,
    buyNow: input.buyNow,
  }).flatMap(([field, money]) => (money ? [{ field, asset: money.asset }] : []));
  const asset = before?.asset ?? prices[0]?.asset ?? '';
  const other = prices.find((price) => price.asset !== asset);
  return other
    ? reject('wrong_asset', `Give all prices in ${asset}.`, { field: `/${other.field}/asset` })
    : accept(asset);
};

const unitsOf = (
  money: WireMoney | null | undefined,
  before: bigint | null | undefined,
): bigint | null => {
  if (money === undefined) return before ?? null;
  return money === null ? null : BigInt(money.amount);
};

/**
 * The terms that an input means: of a new auction (`before` null), or of one that is edited, where
 * what is left out stays. Rejections: `invalid_terms`, `wrong_asset`.
 */
export const termsOf = (input: TermsInput, before: AuctionTerms | null): Result<AuctionTerms> => {
  const closing = closingOf(input, before?.closing ?? null);
  if (!closing.ok) return closing;
  const asset = assetOf(input, before);
  if (!asset.ok) return asset;
  return accept({
    asset: asset.value,
    lot: input.lot ?? before?.lot ?? { title: '', description: '', imageUrls: [] },
    mode: input.mode ?? before?.mode ?? 'proxy',
    startPrice: unitsOf(input.startPrice, before?.startPrice) ?? 0n,
    reserve: unitsOf(input.reserve, before?.reserve),
    buyNow: unitsOf(input.buyNow, before?.buyNow),
    increments: input.increments
      ? tableOf(input.increments)
      : (before?.increments ?? ebayIncrements),
    opensAtMs: input.opensAt ? fromTimestamp(input.opensAt) : (before?.opensAtMs ?? 0),
    closing: closing.value,
    softClose: input.softClose === undefined ? (before?.softClose ?? null) : input.softClose,
    linkedBidderIds: input.linkedBidderIds ?? before?.linkedBidderIds ?? [],
    rules: { ...(before?.rules ?? defaultRules), ...defined(input.rules) },
  });
};

/** Without the fields that were not given. */
const defined = (rules: TermsInput['rules']): Partial<AuctionTerms['rules']> =>
  Object.fromEntries(Object.entries(rules ?? {}).filter(([, value]) => value !== undefined));
