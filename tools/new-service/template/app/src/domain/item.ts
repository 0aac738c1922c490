import type { InstantMs } from '@outcry/kernel';

/** registered; there is no way back. */
export type Item = {
  readonly tenantId: string;
  readonly id: string;
  readonly title: string;
  readonly registeredBy: string;
  readonly registeredAt: InstantMs;
  readonly dueAt: InstantMs;
  /** 1, 2, 3 …: the sequence of the item's public events. */
  readonly version: bigint;
};

export type ItemRegistered = {
  readonly kind: 'item_registered';
  readonly item: Omit<Item, 'version'>;
};

export type ItemEvent = ItemRegistered;

/** What an event does to an item; null is one that does not exist yet. */
export const evolve = (item: Item | null, event: ItemEvent): Item => ({
  ...event.item,
  version: (item?.version ?? 0n) + 1n,
});
