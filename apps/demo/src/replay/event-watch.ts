import { bidding } from '@outcry/contracts';
import type { Transport } from '@outcry/messaging';

/** Follows the published auction events of the replay's tenants, as any consumer would. */
export type EventWatch = {
  /** Distinct events seen so far. */
  readonly seen: () => number;
  /** From the event's time to its arrival here, in milliseconds. */
  readonly latenciesMs: () => readonly number[];
  readonly stop: () => Promise<void>;
};

const ASSIGNMENT_PATIENCE_MS = 30_000;
const POLL_MS = 50;

export const watchEvents = async (
  transport: Transport,
  runId: string,
  isOurs: (tenantId: string) => boolean,
): Promise<EventWatch> => {
  const ids = new Set<string>();
  const latencies: number[] = [];
  const subscription = await transport.subscribe({
    group: `demo.replay.${runId}`,
    topics: [bidding.biddingAuctionV1Topic.name],
    from: 'latest',
    onBatch: async (batch) => {
      for (const { headers, offset } of batch.records) {
        const { ce_id: id, ce_tenantid: tenantId = '', ce_time: time = '' } = headers;
        if (id && isOurs(tenantId) && !ids.has(id)) {
          ids.add(id);
          latencies.push(Math.max(0, Date.now() - Date.parse(time)));
        }
        batch.done(offset);
      }
    },
  });
  const givesUpAt = Date.now() + ASSIGNMENT_PATIENCE_MS;
  while (subscription.progress().assigned === 0 && Date.now() < givesUpAt) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { seen: () => ids.size, latenciesMs: () => latencies, stop: () => subscription.stop() };
};
