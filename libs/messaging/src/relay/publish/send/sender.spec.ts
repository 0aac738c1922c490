import { OperationalError } from '@outcry/kernel';
import { noMetrics, silentLog } from '../../../telemetry';
import type { Producer, TopicRecords, Transport } from '../../../transport/transport';
import { createSender, type Sender } from './sender';

const timeout = new OperationalError('kafka_timeout', 'no answer', { retryable: true });
const refusal = new OperationalError('kafka_invalid_record', 'refused', { retryable: false });
const batch: readonly TopicRecords[] = [{ topic: 't', records: [] }];
const always = (): boolean => true;

describe('a sender', () => {
  let opened: number;
  let inFlight: number;
  let most: number;
  let closed: number;
  let sent: (readonly TopicRecords[])[];
  let outcomes: (Error | undefined)[];
  let counts: string[];
  let clientIds: string[];
  let sender: Sender;
  beforeEach(() => {
    [inFlight, most] = [0, 0];
    [opened, closed, sent, outcomes, counts, clientIds] = [0, 0, [], [], [], []];
    sender = createSender({ ...context(), clientId: 'relay' });
  });
  const transport = {
    producer: async ({ clientId }: { clientId: string }): Promise<Producer> => {
      opened += 1;
      clientIds.push(clientId);
      return {
        send: async (batches) => {
          sent.push(batches);
          const outcome = outcomes.shift();
          inFlight += 1;
          most = Math.max(most, inFlight);
          await Promise.resolve();
          inFlight -= 1;
          if (outcome !== undefined) throw outcome;
        },
        close: async () => void (closed += 1),
      };
    },
  } as unknown as Transport;
  const context = () => ({
    transport,
    log: silentLog,
    metrics: {
      ...noMetrics,
      count: (name: string, labels: object) =>
        void counts.push(`${name} ${JSON.stringify(labels)}`),
    },
  });

  it('opens its producer with the first batch and keeps it', async () => {
    expect(opened).toBe(0);
    await sender.send(batch, always);
    await sender.send(batch, always);
    expect({ opened, closed, sent: sent.length, clientIds }).toEqual({
      opened: 1,
      closed: 0,
      sent: 2,
      clientIds: ['relay'],
    });
  });

  it('has one batch in flight, whoever else wants to send', async () => {
    const finished = [sender.send(batch, always), sender.send(batch, always)];
    await Promise.all(finished);
    expect({ opened, sent: sent.length, most }).toEqual({ opened: 1, sent: 2, most: 1 });
  });

  it('repeats the identical batch on the same producer when the outcome is unknown', async () => {
    outcomes = [timeout];
    await sender.send(batch, always);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toBe(sent[1]);
    expect({ opened, closed }).toEqual({ opened: 1, closed: 0 });
    expect(counts).toEqual(['outbox_send_failures_total {"code":"kafka_timeout"}']);
  });

  it('replaces its producer when repeating did not help', async () => {
    outcomes = [timeout, timeout];
    await expect(sender.send(batch, always)).rejects.toBe(timeout);
    expect({ closed, sent: sent.length }).toEqual({ closed: 1, sent: 2 });
    expect(counts).toContain('outbox_producer_replacements_total {"code":"kafka_timeout"}');
    await sender.send(batch, always);
    expect(opened).toBe(2);
  });

  it('neither repeats a refused batch nor keeps the producer that sent it', async () => {
    outcomes = [refusal];
    await expect(sender.send(batch, always)).rejects.toBe(refusal);
    expect({ closed, sent: sent.length }).toEqual({ closed: 1, sent: 1 });
  });

  it('does not repeat for someone who has lost the right to', async () => {
    outcomes = [timeout];
    await expect(sender.send(batch, () => false)).rejects.toBe(timeout);
    expect(sent).toHaveLength(1);
  });

  it('sends one batch at a time, in the order of the calls, also after a failure', async () => {
    const other: readonly TopicRecords[] = [{ topic: 'u', records: [] }];
    outcomes = [refusal];
    const results = await Promise.allSettled([
      sender.send(batch, always),
      sender.send(other, always),
      sender.send(batch, always),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(sent).toEqual([batch, other, batch]);
  });

  it('closes its producer once the batch in flight has ended', async () => {
    const sending = sender.send(batch, always);
    await sender.close();
    await sending;
    expect({ closed, sent: sent.length }).toEqual({ closed: 1, sent: 1 });
    await sender.close();
    expect(closed).toBe(1);
  });

  it('counts a producer that could not be opened, and has none to close', async () => {
    const down = { ...transport, producer: () => Promise.reject(timeout) };
    const failing = createSender({ ...context(), transport: down, clientId: 'relay' });
    await expect(failing.send(batch, always)).rejects.toBe(timeout);
    expect(closed).toBe(0);
    expect(counts[0]).toBe('outbox_send_failures_total {"code":"kafka_timeout"}');
  });

  it('counts a defect by name', async () => {
    outcomes = [new Error('bug'), new Error('bug')];
    await expect(sender.send(batch, always)).rejects.toThrow('bug');
    expect(counts.at(-1)).toBe('outbox_producer_replacements_total {"code":"defect"}');
  });

  it('lets each send be wrapped, for a span', async () => {
    const around: string[] = [];
    const traced = createSender({
      ...context(),
      clientId: 'relay',
      aroundSend: async (batches, send) => {
        around.push(`before ${batches.length}`);
        await send();
        around.push('after');
      },
    });
    await traced.send(batch, always);
    expect(around).toEqual(['before 1', 'after']);
  });
});
