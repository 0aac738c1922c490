import { type z } from 'zod';

/** What a topic is for: facts that one service tells, or requests that one service reads. */
export type TopicKind = 'event' | 'command' | 'dead_letter';

export type TopicDefinition = {
  /** `<context>.<aggregate>.v<N>`. */
  readonly name: string;
  readonly kind: TopicKind;
  /** The service that writes an event topic, or reads a command topic. */
  readonly owner: string;
  /** Never changes while the topic lives; more partitions mean the next version. */
  readonly partitions: number;
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
  /** What the key identifies. */
  readonly key: string;
  readonly description: string;
};

/** One version of one message: its schema is the only declaration of its shape. */
export type MessageDefinition<T extends string = string, S extends z.ZodType = z.ZodType> = {
  /** `<context>.<name>.v<N>`, the CloudEvents type. */
  readonly type: T;
  readonly topic: TopicDefinition;
  readonly data: S;
  readonly description: string;
};

export type MessageData<D extends MessageDefinition> = z.infer<D['data']>;

const DAY_MS = 86_400_000;
const TOPIC_DEFAULTS = { partitions: 6, retentionMs: 7 * DAY_MS, maxMessageBytes: 1_048_588 };

export const defineTopic = (
  topic: Omit<TopicDefinition, keyof typeof TOPIC_DEFAULTS> &
    Partial<Pick<TopicDefinition, keyof typeof TOPIC_DEFAULTS>>,
): TopicDefinition => ({ ...TOPIC_DEFAULTS, ...topic });

export const defineMessage = <const T extends string, S extends z.ZodType>(
  message: MessageDefinition<T, S>,
): MessageDefinition<T, S> => message;
