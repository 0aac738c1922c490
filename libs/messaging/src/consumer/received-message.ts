import type { MessageData, MessageDefinition } from '@outcry/contracts';
import type { EnvelopePart } from '../transport/transport';

/** A message as a handler gets it: known, parsed tolerantly, its envelope unpacked. */
export type ReceivedMessage<Data = unknown> = {
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly tenantId: string;
  readonly sequence: bigint | null;
  readonly time: string;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  /** Of the envelope and the trace; others may be left out. */
  readonly headers: EnvelopePart;
  readonly data: Data;
};

/** Narrows a received message to one definition. */
export const isMessage = <D extends MessageDefinition>(
  definition: D,
  received: ReceivedMessage,
): received is ReceivedMessage<MessageData<D>> => received.type === definition.type;
