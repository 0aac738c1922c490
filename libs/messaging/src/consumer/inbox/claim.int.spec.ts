import { idAt, openRig, type TestRig } from '../../../test/consumer-rig';
import type { Delivery } from '../delivery/delivery';
import { advancePositions } from '../effect/positions';
import { claim, claimUnseen, isFresh } from './claim';
import { DAY_MS } from './inbox-days';
import { createInboxDays } from './inbox-partitions';

let rig: TestRig;
beforeEach(async () => {
  rig = await openRig('claim');
  await createInboxDays(rig.database, { retentionMs: 8 * DAY_MS, aheadMs: 14 * DAY_MS }).ensure();
});
afterEach(() => rig.close());

const now = Date.now();
const [a, b, c] = [idAt(now), idAt(now + 1), idAt(now + 2)];

describe('a claim', () => {
  it('says in one word that all ids were new', async () => {
    expect(await claim(rig.database, 'c', [b, a])).toBe('all');
    expect(await claim(rig.database, 'another', [a, b])).toBe('all');
    const { rowCount } = await rig.database.query("SELECT 1 FROM inbox WHERE consumer = 'c'");
    expect(rowCount).toBe(2);
  });

  it('names those that were new among others', async () => {
    await claim(rig.database, 'c', [b]);
    expect(await claim(rig.database, 'c', [c, b, a])).toEqual(new Set([a, c]));
  });

  it('names none where none was new, or none was asked for', async () => {
    await claim(rig.database, 'c', [a, b]);
    expect(await claim(rig.database, 'c', [a, b])).toEqual(new Set());
    expect(await claim(rig.database, 'c', [])).toEqual(new Set());
  });

  it('does not say "all" where an id is there twice', async () => {
    expect(await claim(rig.database, 'c', [a, a, b])).toEqual(new Set([a, b]));
  });

  it('is of what its key has not passed, where there is an order', async () => {
    const deliveryOf = (eventId: string, key: string, sequence: bigint): Delivery =>
      ({ eventId, key, sequence }) as Delivery;
    await advancePositions(rig.database, 'c', 't', [{ key: 'k', from: 0n, to: 4n }]);
    const all = [deliveryOf(a, 'k', 4n), deliveryOf(b, 'k', 5n), deliveryOf(c, 'other', 1n)];
    expect(await claimUnseen(rig.database, 'c', 't', all)).toEqual(new Set([b, c]));
    expect(await claimUnseen(rig.database, 'd', 't', all)).toBe('all');
    expect(await claimUnseen(rig.database, 'd', 't', [])).toEqual(new Set());
  });
});

describe('what a claim says', () => {
  it('is asked for one id at a time', () => {
    expect([isFresh('all', a), isFresh(new Set([a]), a), isFresh(new Set([a]), b)]).toEqual([
      ...[true, true, false],
    ]);
  });
});
