import type { Delivery } from '../delivery/delivery';

/** The pace of the partition that deliveries belong to. */
export type Pace = {
  /** True once nothing new may be started. */
  readonly isStale: () => boolean;
  /** Told of deliveries whose effect, hold or drop is durable. */
  readonly finished: (deliveries: readonly Delivery[]) => void;
};

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
