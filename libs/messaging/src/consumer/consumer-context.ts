import type { Clock } from '@outcry/kernel';
import type { Database } from '../sql';
import type { Labels, MessagingLog, MessagingMetrics } from '../telemetry';
import type { ConsumerDefinition } from './consumer-definition';
import type { ConsumerOptions } from './consumer-options';
import type { Decoder } from './delivery/delivery-decoder';
import type { DeadLetterSink } from './held/dead-letter';
import type { InboxDays } from './inbox/inbox-partitions';

/** What the parts of one running consumer share. */
export type ConsumerContext = {
  readonly definition: ConsumerDefinition;
  readonly options: ConsumerOptions;
  readonly database: Database;
  readonly days: InboxDays;
  readonly decode: Decoder;
  readonly deadLetters: DeadLetterSink;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
  readonly labels: Labels;
  readonly clock: Clock;
  readonly random: () => number;
  /** Told when something may be due, with the delay until then. */
  readonly heldSomething: (dueInMs: number) => void;
};
