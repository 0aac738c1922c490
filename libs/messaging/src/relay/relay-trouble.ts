import type { LogFields, MessagingLog } from '../telemetry';

/** Failures in a row, and what people are told of them. */
export type RelayTrouble = {
  readonly failures: () => number;
  /** Counts a failure; the same error is told once until all is well again. */
  readonly failed: (error: unknown, fields: LogFields, text: string) => void;
  readonly recovered: () => void;
};

/** A broker that is down fails every shard again and again; that is one piece of news. */
export const relayTrouble = (log: MessagingLog): RelayTrouble => {
  let failures = 0;
  let told: string | undefined;
  return {
    failures: () => failures,
    failed: (error, fields, text) => {
      failures += 1;
      if (String(error) === told) return;
      told = String(error);
      log.warn({ ...fields, error: told }, text);
    },
    recovered: () => {
      if (failures > 0) log.info({ failures }, 'the outbox is drained again');
      failures = 0;
      told = undefined;
    },
  };
};
