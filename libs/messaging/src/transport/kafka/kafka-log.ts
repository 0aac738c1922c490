import { logLevel, type logCreator } from 'kafkajs';
import type { MessagingLog } from '../../telemetry';

/** Said by kafkajs of every idempotent producer whose retries end; ours is replaced then. */
const EXPECTED = /Limiting retries for the idempotent producer/;

/** While a broker is down every client of the process says the same, several times a second. */
const REPEAT_AFTER_MS = 10_000;
const REMEMBERED = 200;

/**
 * kafkajs' log lines as warnings at most, since it calls an error what it will itself try again;
 * the same line at most once in ten seconds.
 */
export const kafkaLog = (log: MessagingLog, nowMs: () => number = Date.now): logCreator => {
  const saidMs = new Map<string, number>();

  const isNews = (text: string): boolean => {
    const now = nowMs();
    const last = saidMs.get(text);
    if (last !== undefined && now - last < REPEAT_AFTER_MS) return false;
    if (saidMs.size >= REMEMBERED) saidMs.clear();
    saidMs.set(text, now);
    return true;
  };

  return () =>
    ({ level, log: { message, broker } }) => {
      if (level !== logLevel.ERROR && level !== logLevel.WARN) return;
      if (!EXPECTED.test(message) && isNews(message)) {
        log.warn({ broker: broker as unknown }, `kafkajs: ${message}`);
      }
    };
};
