import type { Random } from '../random';
import { doneOf, post, usd, type Market } from './market';

type View = {
  readonly settlementId: string;
  readonly status: string;
  readonly buyerId: string;
  readonly hammerPrice: { readonly amount: string };
};
type Page = { readonly items: View[]; readonly nextCursor: string | null };

/** What a buyer does once the lot is paid, by the settlement's id: always the same. */
const intentionOf = (settlementId: string): 'confirm' | 'dispute' | 'leave' => {
  const last = Number.parseInt(settlementId.slice(-2), 16) % 10;
  return last < 5 ? 'confirm' : last < 8 ? 'dispute' : 'leave';
};

const settlementsOf = async (market: Market): Promise<View[]> => {
  const views: View[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/v1/settlements?limit=100${cursor && `&cursor=${cursor}`}`;
    const page: Page | undefined = await market.client.read<Page>('operator', 'operator', path);
    views.push(...(page?.items ?? []));
    cursor = page?.nextCursor ?? null;
  }
  return views;
};

/** Buyers and operators go through what waits for them; the rest is left to its deadline. */
export const settleAll = async (market: Market, random: Random): Promise<void> => {
  for (const view of await settlementsOf(market)) {
    const { settlementId, status, buyerId } = view;
    const path = `/v1/settlements/${settlementId}`;
    const isFirst = doneOf(market, 'resolve-dispute') === 0;
    const intention = isFirst ? 'dispute' : intentionOf(settlementId);
    market.settlements.set(settlementId, status);
    if (status === 'awaiting_delivery' && intention === 'confirm')
      await post(market, 'confirm-delivery', buyerId, 'bidder', `${path}/confirm-delivery`, {});
    if (status === 'awaiting_delivery' && intention === 'dispute') {
      const body = { reason: 'Not as described.' };
      await post(market, 'open-dispute', buyerId, 'bidder', `${path}/dispute`, body);
    }
    if (status === 'disputed' && (isFirst || random.chance(0.5))) {
      const whole = Number(view.hammerPrice.amount);
      const body = { refund: usd(random.int(0, whole)) };
      await post(market, 'resolve-dispute', 'operator', 'operator', `${path}/resolve`, body);
    }
    if (status === 'awaiting_payment' && random.chance(0.2)) {
      const body = { reason: 'Given up by the nemesis.' };
      await post(market, 'give-up', 'operator', 'operator', `${path}/give-up`, body);
    }
  }
};
