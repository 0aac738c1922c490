import { patchRequestQueue } from './request-queue.patch';

type Queue = {
  push(request: object): void;
  fulfillRequest(response: object): void;
  maybeThrottle(ms: number): void;
  destroy(): void;
};
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const QueueClass = require('kafkajs/src/network/requestQueue') as new (options: object) => Queue;

describe('the request queue of kafkajs, patched', () => {
  let queue: Queue;
  let sent: number[];
  beforeEach(() => {
    jest.useFakeTimers();
    patchRequestQueue();
    sent = [];
    const log = { debug: () => undefined, warn: () => undefined };
    queue = new QueueClass({
      maxInFlightRequests: 1,
      requestTimeout: 1_000,
      enforceRequestTimeout: false,
      clientId: 'test',
      broker: 'test',
      logger: log,
    });
  });
  afterEach(() => {
    queue.destroy();
    jest.useRealTimers();
  });
  const push = (correlationId: number): void =>
    queue.push({
      entry: { correlationId, resolve: () => undefined, reject: () => undefined },
      expectResponse: true,
      sendRequest: () => void sent.push(correlationId),
    });
  const answer = (correlationId: number): void =>
    queue.fulfillRequest({ correlationId, payload: null, size: 0 });

  it('arms no timer when nothing is pending, so none runs for ever', () => {
    push(1);
    answer(1);
    expect(sent).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('never asks for a negative delay, of which Node would warn', () => {
    const delays = jest.spyOn(globalThis, 'setTimeout');
    push(1);
    push(2);
    answer(1);
    answer(2);
    expect(sent).toEqual([1, 2]);
    expect(delays.mock.calls.every(([, ms]) => (ms ?? 0) > 0)).toBe(true);
    expect(delays).toHaveBeenCalled();
    delays.mockRestore();
  });

  it('sends what waits once the throttling has ended', () => {
    queue.maybeThrottle(200);
    push(1);
    jest.advanceTimersByTime(150);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(60);
    expect(sent).toEqual([1]);
    answer(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('arms one timer however many requests wait', () => {
    queue.maybeThrottle(200);
    for (const id of [1, 2, 3]) push(id);
    expect(jest.getTimerCount()).toBe(1);
  });
});
