import { aSale, DAY } from '../../../test/domain/builders';
import { commissionOn, premiumOn, type PremiumSchedule } from './premium';
import { createSale, type CreateSale } from './sale';
import { staggeredEnds } from './staggered-closing';

const banded: PremiumSchedule = {
  version: 2,
  tiers: [
    { from: 0n, basisPoints: 2_600 },
    { from: 1_000_00n, basisPoints: 2_000 },
    { from: 5_000_00n, basisPoints: 1_500 },
  ],
};

describe("the buyer's premium", () => {
  it.each([
    [0n, 0n],
    [100_00n, 26_00n],
    [1_000_00n, 260_00n],
    [1_000_01n, 260_00n],
    [2_000_00n, 460_00n],
    [5_000_00n, 1_060_00n],
    [6_000_00n, 1_210_00n],
  ])('on %d is %d: each band pays its own rate', (hammer, premium) => {
    expect(premiumOn(banded, hammer)).toBe(premium);
  });

  it('is rounded down once, over all bands', () => {
    const halves = {
      version: 1,
      tiers: [
        { from: 0n, basisPoints: 5_000 },
        { from: 3n, basisPoints: 5_000 },
      ],
    };
    expect(premiumOn(halves, 6n)).toBe(3n);
    expect(premiumOn(halves, 7n)).toBe(3n);
  });
});

describe("the seller's commission", () => {
  it('is rounded down', () => {
    expect(commissionOn({ version: 1, basisPoints: 1_000 }, 1_09n)).toBe(10n);
    expect(commissionOn({ version: 1, basisPoints: 0 }, 1_09n)).toBe(0n);
  });
});

describe('creating a sale', () => {
  const { createdAtMs: _at, ...sale } = aSale();
  const command = (changes: Partial<CreateSale> = {}): CreateSale => ({
    ...sale,
    nowMs: 9,
    ...changes,
  });
  const tier = (from: bigint, basisPoints: number) => ({ from, basisPoints });
  const premium = (...tiers: ReturnType<typeof tier>[]) => ({ premium: { version: 1, tiers } });

  it('fixes its terms', () => {
    expect(createSale(command())).toEqual({ ok: true, value: { ...sale, createdAtMs: 9 } });
  });

  it.each<[string, Partial<CreateSale>]>([
    ['/title', { title: '  ' }],
    ['/premium/tiers', premium()],
    ['/premium/tiers', premium(tier(1n, 5))],
    ['/premium/tiers', premium(tier(0n, 5), tier(9n, 5), tier(9n, 6))],
    ['/premium/tiers', premium(tier(0n, 5), tier(9n, 10_001))],
    ['/premium/tiers', premium(tier(0n, -1))],
    ['/premium/tiers', premium(tier(0n, 0.5))],
    ['/commission/basisPoints', { commission: { version: 1, basisPoints: 10_001 } }],
    ['/depositBasisPoints', { depositBasisPoints: 0 }],
    ['/depositBasisPoints', { depositBasisPoints: 10_001 }],
    ['/deadlines', { deadlines: { paymentMs: 0, deliveryMs: 1, disputeMs: 1 } }],
    ['/deadlines', { deadlines: { paymentMs: 1, deliveryMs: 0.5, disputeMs: 1 } }],
  ])('names %s when it is wrong (%#)', (field, changes) => {
    expect(createSale(command(changes))).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_terms', field },
    });
  });

  it('accepts the bounds of what is allowed', () => {
    const bounds = {
      ...premium(tier(0n, 0), tier(1n, 10_000)),
      commission: { version: 1, basisPoints: 10_000 },
      depositBasisPoints: 1,
      deadlines: { paymentMs: 1, deliveryMs: 1, disputeMs: 1 },
    };
    expect(createSale(command(bounds)).ok).toBe(true);
  });
});

describe('staggered closing', () => {
  it('ends one lot after the other', () => {
    expect(staggeredEnds(DAY, 60_000, 3)).toEqual([DAY, DAY + 60_000, DAY + 120_000]);
    expect(staggeredEnds(DAY, 60_000, 0)).toEqual([]);
  });
});
