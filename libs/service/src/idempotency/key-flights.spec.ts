import { createKeyFlights } from './key-flights';

const request = (bodyHash = 'body') => ({ scope: 's', key: 'k', bodyHash });

describe('requests with equal keys in one process', () => {
  it('share one run, and the later ones are marked as replays', async () => {
    const flights = createKeyFlights();
    let runs = 0;
    const first = async () => {
      runs += 1;
      await Promise.resolve();
      return { status: 201, headers: { A: 'b' }, rawBody: '{}' };
    };
    const [one, two] = await Promise.all([
      flights.join(request(), first),
      flights.join(request(), first),
    ]);
    expect(runs).toBe(1);
    expect(one).toEqual({ status: 201, headers: { A: 'b' }, rawBody: '{}' });
    expect(two).toEqual({
      status: 201,
      headers: { A: 'b', 'Idempotency-Replayed': 'true' },
      rawBody: '{}',
    });
  });

  it('are refused when the bodies differ', async () => {
    const flights = createKeyFlights();
    const first = flights.join(request('one'), async () => ({ status: 200 }));
    expect(await flights.join(request('two'), async () => ({ status: 200 }))).toMatchObject({
      rejection: { code: 'idempotency_key_reused' },
    });
    await first;
  });

  it('are told to come back when the first takes too long', async () => {
    const flights = createKeyFlights(10);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = flights.join(request(), async () => {
      await promise;
      return { status: 200 };
    });
    expect(await flights.join(request(), async () => ({ status: 200 }))).toMatchObject({
      rejection: { code: 'idempotency_key_in_flight' },
    });
    resolve();
    expect(await first).toEqual({ status: 200 });
  });

  it('share the failure of the first, after which the key is free again', async () => {
    const flights = createKeyFlights();
    const failing = async () => {
      await Promise.resolve();
      throw new Error('lost');
    };
    const both = [flights.join(request(), failing), flights.join(request(), failing)];
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await flights.join(request(), async () => ({ status: 200 }))).toEqual({ status: 200 });
  });
});
