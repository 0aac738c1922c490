import type { MessageData, MessageDefinition } from '@outcry/contracts';
import type { TraceHeaders } from '../trace-headers';

/** Where a message comes from, for tracing a business transaction through the services. */
export type Causation = {
  readonly correlationId?: string;
  readonly causationId?: string;
  /** Of its own cause, where several share a transaction; else the trace being served is taken. */
  readonly trace?: TraceHeaders | undefined;
};

/** A message about to be appended to the outbox of the emitting service. */
export type OutgoingMessage<D extends MessageDefinition = MessageDefinition> = {
  readonly definition: D;
  readonly tenantId: string;
  /** Aggregate (events) or emitting process (commands): key and CloudEvents subject. */
  readonly key: string;
  /** Position in the aggregate's public order, from 1; where consumers rely on order. */
  readonly sequence?: bigint;
  readonly data: MessageData<D>;
  readonly causation?: Causation;
};

/** Keeps the type of `data` tied to the definition when messages of several kinds share a list. */
export const message = <D extends MessageDefinition>(
  outgoing: OutgoingMessage<D>,
): OutgoingMessage => outgoing;
