import type { IncomingRecord } from '../../transport/transport';
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
};

/** Whichever has the headers at hand: a fetched record reads them anew whenever it is asked. */
export const asRead = ({ content, record }: Delivery): Pick<IncomingRecord, 'headers'> =>
  content.kind === 'message' ? content.message : record;
