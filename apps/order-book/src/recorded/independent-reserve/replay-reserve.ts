import type { ReserveEvent, ReserveSnapshot } from './reserve-message';

export type ReserveFigures = {
  readonly events: number;
  /** Places where a channel's nonce does not follow its predecessor. */
  readonly gaps: number;
  /**
   * New orders that the snapshot of their channel has too: applied twice by a reader who adds
   * both.
   */
  readonly newInSnapshot: number;
  /** Cancellations of orders that only the snapshot has. */
  readonly cancelledFromSnapshot: number;
  /** Cancellations of orders that neither snapshot nor events have. */
  readonly cancelledUnknown: number;
};

/**
 * What a reader meets who has a snapshot without a sequence: nothing tells which events it
 * contains.
 * The figures count what such a reader would get wrong; ours carry the engine's sequence.
 */
export const replayReserve = (
  events: readonly ReserveEvent[],
  snapshots: readonly ReserveSnapshot[],
): ReserveFigures => {
  const inSnapshot = new Map(snapshots.map(({ channel, guids }) => [channel, new Set(guids)]));
  const nonces = new Map<string, number>();
  const announced = new Set<string>();
  const count = { gaps: 0, newInSnapshot: 0, cancelledFromSnapshot: 0, cancelledUnknown: 0 };
  for (const { channel, nonce, kind, guid } of events) {
    if (nonce !== (nonces.get(channel) ?? nonce - 1) + 1) count.gaps += 1;
    nonces.set(channel, nonce);
    const known = inSnapshot.get(channel)?.has(guid) ?? false;
    if (kind === 'new') {
      announced.add(guid);
      if (known) count.newInSnapshot += 1;
    } else if (!announced.has(guid)) {
      if (known) count.cancelledFromSnapshot += 1;
      else count.cancelledUnknown += 1;
    }
  }
  return { events: events.length, ...count };
};
