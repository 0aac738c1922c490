import { OperationalError } from '@outcry/kernel';
import { noMetrics, silentLog } from '../../../telemetry';
import type { TopicRecords, Transport } from '../../../transport/transport';
import { createSenders, type Senders, type Shipment } from './senders';

const timeout = new OperationalError('kafka_timeout', 'no answer', { retryable: true });
const refusal = new OperationalError('kafka_invalid_record', 'refused', { retryable: false });
const missing = new OperationalError('kafka_unknown_topic_or_partition', 'no such topic', {
  retryable: true,
});

const record = (value: string) => ({ key: 'k', value, headers: {} });
const shipment = (value: string, more: Partial<Shipment> = {}): Shipment => ({
  ...{ batches: [{ topic: 't', records: [record(value)] }], bytes: 10, mayRepeat: () => true },
  ...more,
});
const valuesOf = (batches: readonly TopicRecords[]): string[] =>
  batches.flatMap(({ topic, records }) => records.map(({ value }) => `${topic}:${value}`));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the senders of a relay', () => {
  let sent: string[][];
  let clientIds: string[];
  let closed: string[];
  /** Ends the requests in flight, oldest first. */
  let answers: (() => void)[];
  let held: boolean;
  let fails: (values: string[]) => Error | undefined;
  let senders: Senders;
  const transport = {
    producer: async ({ clientId }: { clientId: string }) => {
      clientIds.push(clientId);
      return {
        send: async (batches: readonly TopicRecords[]) => {
          const values = valuesOf(batches);
          sent.push(values);
          if (held) await new Promise<void>((resolve) => answers.push(resolve));
          const failure = fails(values);
          if (failure !== undefined) throw failure;
        },
        close: async () => void closed.push(clientId),
      };
    },
  } as unknown as Transport;
  const open = (producers: number): Senders =>
    createSenders({
      ...{ transport, log: silentLog, metrics: noMetrics, owner: 'me', producers },
      shareBytes: 30,
    });
  beforeEach(() => {
    [sent, clientIds, closed, answers, held] = [[], [], [], [], false];
    fails = () => undefined;
    senders = open(1);
  });
  const sendAll = (...shipments: Shipment[]) =>
    Promise.allSettled(shipments.map((one) => senders.send(one)));
  const statuses = (results: PromiseSettledResult<void>[]): string[] =>
    results.map(({ status }) => status);

  it('send what is asked for in one turn as one request, topic by topic, in order', async () => {
    const both = [
      { topic: 'u', records: [record('2')] },
      { topic: 't', records: [record('3')] },
    ];
    await sendAll(shipment('1'), shipment('', { batches: both }));
    expect(sent).toEqual([['t:1', 't:3', 'u:2']]);
  });

  it('hand on the very batches of one who sends alone, which a repeat must be', async () => {
    const given: (readonly TopicRecords[])[] = [];
    const aroundSend = async (batches: readonly TopicRecords[], send: () => Promise<void>) => {
      given.push(batches);
      await send();
    };
    const alone = shipment('1');
    const context = { transport, log: silentLog, metrics: noMetrics, owner: 'me', producers: 1 };
    await createSenders({ ...context, shareBytes: 30, aroundSend }).send(alone);
    expect(given[0]).toBe(alone.batches);
    expect(sent).toEqual([['t:1']]);
  });

  it('gather while every sender is at work', async () => {
    held = true;
    const first = senders.send(shipment('1'));
    await turn();
    const others = sendAll(shipment('2'), shipment('3'));
    await turn();
    expect(sent).toEqual([['t:1']]);
    held = false;
    answers.shift()?.();
    await first;
    expect(statuses(await others)).toEqual(['fulfilled', 'fulfilled']);
    expect(sent).toEqual([['t:1'], ['t:2', 't:3']]);
  });

  it('share up to the bytes that one request may take', async () => {
    const many = ['1', '2', '3', '4'].map((value) => shipment(value));
    await sendAll(...many);
    expect(sent).toEqual([['t:1', 't:2', 't:3'], ['t:4']]);
  });

  it('send alone what is too big to share, in its turn', async () => {
    await sendAll(shipment('1'), shipment('2', { bytes: Infinity }), shipment('3'), shipment('4'));
    expect(sent).toEqual([['t:1'], ['t:2'], ['t:3', 't:4']]);
  });

  it('have as many requests in flight as there are producers, each its own', async () => {
    senders = open(2);
    held = true;
    const big = { bytes: Infinity };
    const all = sendAll(shipment('1', big), shipment('2', big), shipment('3', big));
    await turn();
    await turn();
    expect(sent).toEqual([['t:1'], ['t:2']]);
    expect([...clientIds].sort()).toEqual(['me-relay-0', 'me-relay-1']);
    held = false;
    answers.forEach((answer) => answer());
    expect(statuses(await all)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    await senders.close();
    expect([...closed].sort()).toEqual(['me-relay-0', 'me-relay-1']);
  });

  it('keep to one producer while one is enough', async () => {
    senders = open(2);
    await senders.send(shipment('1'));
    await senders.send(shipment('2'));
    expect(clientIds).toHaveLength(1);
  });

  it.each([
    ['a refusal', refusal],
    ['a missing topic', missing],
  ])('let %s meet only its owner', async (_name, error) => {
    fails = (values) => (values.includes('t:2') ? error : undefined);
    const results = await sendAll(shipment('1'), shipment('2'), shipment('3'));
    expect(statuses(results)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: error });
    const requests = sent.map((values) => values.join());
    expect(new Set(requests)).toEqual(new Set(['t:1,t:2,t:3', 't:1', 't:2', 't:3']));
  });

  it('tell all who shared a request that its outcome is unknown', async () => {
    fails = () => timeout;
    const results = await sendAll(shipment('1'), shipment('2'));
    expect(results).toMatchObject([{ reason: timeout }, { reason: timeout }]);
    expect(sent).toEqual([
      ['t:1', 't:2'],
      ['t:1', 't:2'],
    ]);
  });

  it('repeat a request only if all who share it may', async () => {
    fails = () => timeout;
    await sendAll(shipment('1'), shipment('2', { mayRepeat: () => false }));
    expect(sent).toHaveLength(1);
  });

  it('go on after a failure', async () => {
    fails = () => refusal;
    await expect(senders.send(shipment('1'))).rejects.toBe(refusal);
    fails = () => undefined;
    await expect(senders.send(shipment('2'))).resolves.toBeUndefined();
  });
});
