/** Open lots at one limit price of one side. */
export interface Interest {
  price: number;
  quantity: number;
}

export interface Cross {
  /** Ticks; 0: nothing crosses. */
  price: number;
  volume: number;
  /** Buys − sells at that price. */
  imbalance: number;
}

const NO_CROSS: Cross = { price: 0, volume: 0, imbalance: 0 };

/**
 * The one price of a cross (rule 10.6): most volume, then least imbalance, then nearest to the
 * reference, then lowest. Volume and imbalance only change next to limit prices, so between two of
 * them the price nearest to the reference stands for all.
 * @param buys by price, best first. @param sells by price, best first.
 * @param reference ticks; 0: none, the lowest price wins ties.
 */
export const crossPrice = (
  buys: readonly Interest[],
  sells: readonly Interest[],
  reference: number,
  maxPrice: number,
): Cross => {
  const edges = edgesOf(buys, sells, maxPrice);
  let bought = buys.reduce((sum, one) => sum + one.quantity, 0);
  let sold = 0;
  let nextSell = 0;
  let nextBuy = buys.length - 1;
  let best = NO_CROSS;
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const from = edges[index]!;
    const to = edges[index + 1]! - 1;
    while (nextSell < sells.length && sells[nextSell]!.price <= from) {
      sold += sells[nextSell]!.quantity;
      nextSell += 1;
    }
    while (nextBuy >= 0 && buys[nextBuy]!.price < from) {
      bought -= buys[nextBuy]!.quantity;
      nextBuy -= 1;
    }
    const price = reference === 0 ? from : Math.min(Math.max(reference, from), to);
    const found = { price, volume: Math.min(bought, sold), imbalance: bought - sold };
    if (isBetter(found, best, reference)) best = found;
  }
  return best;
};

/** First prices of the stretches over which nothing changes, and one past the highest. */
const edgesOf = (
  buys: readonly Interest[],
  sells: readonly Interest[],
  maxPrice: number,
): number[] => {
  const edges = new Set([1, maxPrice + 1]);
  for (const one of sells) edges.add(one.price);
  for (const one of buys) edges.add(one.price + 1);
  return [...edges].filter((edge) => edge <= maxPrice + 1).sort((a, b) => a - b);
};

const isBetter = (one: Cross, than: Cross, reference: number): boolean => {
  if (one.volume !== than.volume) return one.volume > than.volume;
  if (one.volume === 0) return false;
  const gap = Math.abs(one.imbalance) - Math.abs(than.imbalance);
  if (gap !== 0) return gap < 0;
  if (reference === 0) return false;
  return Math.abs(one.price - reference) < Math.abs(than.price - reference);
};
