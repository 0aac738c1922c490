/** Fields of one log line; never a token, an amount of a secret maximum, or a message's data. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where messaging reports what people should read; the service chassis gives its JSON logger. */
export type MessagingLog = {
  readonly info: (fields: LogFields, text: string) => void;
  readonly warn: (fields: LogFields, text: string) => void;
  readonly error: (fields: LogFields, text: string) => void;
};

export type Labels = Readonly<Record<string, string>>;

/** Where messaging reports numbers. Names carry their unit (`_seconds`, `_total`, `_bytes`). */
export type MessagingMetrics = {
  /** Adds to a counter, one unless told otherwise. */
  readonly count: (name: string, labels: Labels, by?: number) => void;
  /** Records one value of a histogram. */
  readonly record: (name: string, value: number, labels: Labels) => void;
  /** Sets a gauge. */
  readonly gauge: (name: string, value: number, labels: Labels) => void;
};

const nothing = (): void => undefined;

export const silentLog: MessagingLog = { info: nothing, warn: nothing, error: nothing };
export const noMetrics: MessagingMetrics = { count: nothing, record: nothing, gauge: nothing };
