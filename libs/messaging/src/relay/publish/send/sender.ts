import { isOperationalError } from '@outcry/kernel';
import type { MessagingLog, MessagingMetrics } from '../../../telemetry';
import type { Producer, TopicRecords, Transport } from '../../../transport/transport';
import { isRefusal } from '../refusal';
import { inSendSpan } from './send-span';

/** What is done around a send; a trace span unless told otherwise. */
export type AroundSend = (
  batches: readonly TopicRecords[],
  send: () => Promise<void>,
) => Promise<void>;

export type Sender = {
  /**
   * Sends one batch; callers take turns. Throws OperationalError: retryable when the outcome is
   * unknown, not retryable when some record of it was refused for good. Either way the next send
   * has a new producer.
   *
   * @param mayRepeat asked before the identical batch is sent again
   */
  readonly send: (batches: readonly TopicRecords[], mayRepeat: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SenderContext = {
  readonly transport: Transport;
  readonly clientId: string;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
  readonly aroundSend?: AroundSend;
};

const codeOf = (error: unknown): string => (isOperationalError(error) ? error.code : 'defect');

/**
 * One producer at a time, one batch in flight.
 *
 * States: no producer → open → (a send failed) in doubt → repeated, or replaced.
 */
export const createSender = ({
  transport,
  clientId,
  log,
  metrics,
  aroundSend = inSendSpan,
}: SenderContext): Sender => {
  let producer: Producer | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const drop = async (error: unknown): Promise<void> => {
    const dropped = producer;
    producer = undefined;
    metrics.count('outbox_producer_replacements_total', { code: codeOf(error) });
    await dropped?.close();
  };

  const sendOnce = async (batches: readonly TopicRecords[]): Promise<void> => {
    producer ??= await transport.producer({ clientId });
    await producer.send(batches);
  };

  const attempt = async (
    batches: readonly TopicRecords[],
    mayRepeat: () => boolean,
  ): Promise<void> => {
    try {
      await sendOnce(batches);
    } catch (error) {
      metrics.count('outbox_send_failures_total', { code: codeOf(error) });
      if (producer !== undefined && !isRefusal(error) && mayRepeat()) {
        log.warn({ error: String(error) }, 'a send failed; the identical batch is sent again');
        return sendOnce(batches);
      }
      throw error;
    }
  };

  const send = async (
    batches: readonly TopicRecords[],
    mayRepeat: () => boolean,
  ): Promise<void> => {
    try {
      await aroundSend(batches, () => attempt(batches, mayRepeat));
    } catch (error) {
      await drop(error);
      throw error;
    }
  };

  return {
    send: (batches, mayRepeat) => {
      const result = turn.then(() => send(batches, mayRepeat));
      turn = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      await turn;
      await producer?.close();
      producer = undefined;
    },
  };
};
