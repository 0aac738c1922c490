/** What became of the bids of one load. */
export type BidCount = {
  readonly accepted: number;
  readonly refused: number;
  readonly seconds: number;
};

/** Places one bid as a client, by its number, and tells whether it was accepted. */
export type PlaceBid = (client: number, amount: number) => Promise<boolean>;

/** What a bid must be above the last; four of them, so that bids that cross are accepted still. */
export const INCREMENT = 100;
const STEP = 4 * INCREMENT;
export const START_PRICE = 1_000;

/** Amounts that rise with every bid. */
export const risingAmounts = (): (() => number) => {
  let bids = 0;
  return () => START_PRICE + STEP * bids++;
};

/** Closed loop: each client bids again as soon as its last bid is answered. */
export const bidAsFastAsAnswered = async (
  clients: number,
  seconds: number,
  place: PlaceBid,
): Promise<BidCount> => {
  const nextAmount = risingAmounts();
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1_000;
  let accepted = 0;
  let refused = 0;
  const bidder = async (client: number): Promise<void> => {
    while (performance.now() < endMs) {
      if (await place(client, nextAmount())) accepted += 1;
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => bidder(client)));
  return { accepted, refused, seconds: (performance.now() - startedMs) / 1_000 };
};

/** {@link BidCount}, and each bid's time from when it was due to its answer, in ms. */
export type TimedBids = BidCount & { readonly latenciesMs: readonly number[] };

/**
 * Open loop: bids are due at random moments (Poisson) whatever happened to those before; one that
 * finds all clients busy waits, and its waiting counts.
 */
export const bidOnSchedule = async (
  clients: number,
  { seconds, perSecond }: { readonly seconds: number; readonly perSecond: number },
  place: PlaceBid,
): Promise<TimedBids> => {
  const nextAmount = risingAmounts();
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1_000;
  const latenciesMs: number[] = [];
  let [accepted, refused] = [0, 0];
  const due: number[] = [];
  const free = Array.from({ length: clients }, (_, client) => client);
  const running = new Set<Promise<void>>();

  const bid = async (client: number, dueMs: number): Promise<void> => {
    if (await place(client, nextAmount())) accepted += 1;
    else refused += 1;
    latenciesMs.push(performance.now() - dueMs);
    free.push(client);
    dispatch();
  };
  const dispatch = (): void => {
    while (due.length > 0 && free.length > 0) {
      const bidding = bid(free.shift() ?? 0, due.shift() ?? 0);
      running.add(bidding);
      void bidding.finally(() => running.delete(bidding));
    }
  };
  let nextMs = startedMs;
  while (nextMs < endMs) {
    const nowMs = performance.now();
    for (
      ;
      nextMs <= nowMs && nextMs < endMs;
      nextMs -= (Math.log(1 - Math.random()) * 1_000) / perSecond
    ) {
      due.push(nextMs);
    }
    dispatch();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (running.size > 0 || due.length > 0) await Promise.all(running);
  return { accepted, refused, seconds: (performance.now() - startedMs) / 1_000, latenciesMs };
};
