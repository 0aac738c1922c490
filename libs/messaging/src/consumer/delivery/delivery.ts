import type { EnvelopePart, IncomingRecord } from '../../transport/transport';
import type { ReceivedMessage } from '../received-message';

/** Why a record can never be handled, by this release or in this form. */
export type BrokenCause = 'envelope' | 'undecodable' | 'contract';

/** What a record turned out to be. */
export type Content =
  | { readonly kind: 'message'; readonly message: ReceivedMessage }
  | { readonly kind: 'skipped'; readonly reason: 'unknown_type' | 'tombstone' }
  | { readonly kind: 'broken'; readonly cause: BrokenCause; readonly detail: string };

/** A record on its way through a consumer, with what is needed to claim, order or hold it. */
export type Delivery = {
  readonly record: IncomingRecord;
  /** `ce_id`; for a record without a usable one, an id derived from its place in the topic. */
  readonly eventId: string;
  readonly key: string;
  readonly sequence: bigint | null;
  readonly content: Content;
  /**
   * Of the envelope and the trace; others may be left out. A fetched record would read its own anew
   * whenever it is asked for them.
   */
  readonly headers: EnvelopePart;
};
