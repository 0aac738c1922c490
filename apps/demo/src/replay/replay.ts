import type { Transport } from '@outcry/messaging';
import { createApiClient } from '../client/api-client';
import { createDemoTokens } from '../client/demo-tokens';
import { createMarketplace } from '../client/marketplace';
import type { Recording } from '../recorded/recorded-auction';
import { watchEvents } from './event-watch';
import { dealLanes } from './funding';
import { runLane } from './lane';
import { isMoneyConserved } from './money-check';
import { newProgress, type ReplayProgress } from './progress';
import { reportOf, type KnownDifference, type ReplayReport } from './report';

export type ReplayOptions = {
  readonly gatewayUrl: string;
  readonly transport: Transport;
  /** Fresh for each run: names its tenants and keys. */
  readonly runId: string;
  readonly newKey: () => string;
  readonly lanes: number;
  readonly known: readonly KnownDifference[];
  /** Called once with the live progress, before anything is sent. */
  readonly onProgress: (progress: ReplayProgress) => void;
};

const PATIENCE_MS = 180_000;
const REQUEST_TIMEOUT_MS = 15_000;
const DRAIN_MS = 30_000;

/** Waits until the watch has seen all that was published, or nothing more can be expected. */
const drained = async (seen: () => number, published: number): Promise<void> => {
  for (const end = Date.now() + DRAIN_MS; seen() < published && Date.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/**
 * The exact replay: recorded bids through the public gateway, in new tenants with a set clock, one
 * per lane, so that the outcome depends on the recording alone and on no timing.
 */
export const replay = async (
  recording: Recording,
  options: ReplayOptions,
): Promise<ReplayReport> => {
  const { auctions, rules } = recording;
  const bids = auctions.reduce((sum, one) => sum + one.bids.length, 0);
  const progress = newProgress(auctions.length, bids);
  options.onProgress(progress);
  const startedAt = Date.now();
  const api = createApiClient({
    baseUrl: options.gatewayUrl,
    patienceMs: PATIENCE_MS,
    timeoutMs: REQUEST_TIMEOUT_MS,
    onRetry: () => (progress.retries += 1),
  });
  const tokens = createDemoTokens(api);
  const prefix = `replay-${options.runId}-`;
  const watch = await watchEvents(options.transport, options.runId, (id) => id.startsWith(prefix));
  try {
    progress.phase = 'replaying';
    const markets = dealLanes(auctions, options.lanes).map((own, lane) => ({
      own,
      market: createMarketplace(api, tokens, `${prefix}${lane}`, options.newKey),
    }));
    const lanes = await Promise.all(
      markets.map(({ own, market }) =>
        runLane({ market, rules, auctions: own, progress, runId: options.runId }),
      ),
    );
    progress.phase = 'checking';
    const conserved = await Promise.all(
      markets.map(({ market }, lane) =>
        isMoneyConserved(market, rules.asset, lanes[lane]?.funded ?? 0n),
      ),
    );
    const facts = {
      rules,
      lanes,
      progress,
      known: options.known,
      moneyConserved: conserved.every(Boolean),
      seconds: (Date.now() - startedAt) / 1_000,
    };
    const published = reportOf({ ...facts, eventsConsumed: 0, latenciesMs: [] }).eventsPublished;
    await drained(watch.seen, published);
    progress.phase = 'done';
    return reportOf({ ...facts, eventsConsumed: watch.seen(), latenciesMs: watch.latenciesMs() });
  } finally {
    await watch.stop();
  }
};
