/** What one public event means to those who watch the auction live; sent as JSON through Redis. */
export type LiveFrame = {
  readonly fromSeq: number;
  readonly seq: number;
  /** The public state after the event. */
  readonly auction: unknown;
  /** Bids that became visible, each with the sequence of its event. */
  readonly bids: readonly Readonly<Record<string, unknown>>[];
  /** The event's name, without context and version: `bid-placed`. */
  readonly kinds: readonly string[];
};

const NAME = /^[^.]+\.(.+)\.v\d+$/;

/** The frame of a single event. */
export const liveFrameOf = (event: {
  readonly type: string;
  readonly sequence: number;
  readonly auction: unknown;
  readonly bids: readonly object[];
}): LiveFrame => ({
  fromSeq: event.sequence,
  seq: event.sequence,
  auction: event.auction,
  bids: event.bids.map((bid) => ({ ...bid, sequence: event.sequence })),
  kinds: [NAME.exec(event.type)?.[1] ?? event.type],
});
