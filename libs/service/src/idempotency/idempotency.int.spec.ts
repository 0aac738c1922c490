import { createTestDatabase, type TestDatabase } from '@outcry/testing';
import { OperationalError, reject } from '@outcry/kernel';
import { resolve } from 'node:path';
import { createDatabase, type ServiceDatabase } from '../database/database';
import type { EndpointRequest, HttpResult } from '../http/endpoint';
import { createIdempotency, type Idempotency } from './idempotency';
import { sweepOutcomes } from './outcome-sweeper';
import { claimFirst, findStored, keyedRequestOf, storeOutcomes } from './outcome-store';

const rejections = [{ too_low: { title: 'Too low', status: 422, retryable: false } }];

const requestOf = (key: string, bodyHash = 'body', scope = 'ann'): EndpointRequest =>
  ({ idempotencyKey: key, idempotencyScope: scope, bodyHash, requestId: `r-${key}` }) as never;

describe('idempotency keys', () => {
  let test: TestDatabase;
  let database: ServiceDatabase;
  let first: Idempotency;
  let second: Idempotency;

  beforeAll(async () => {
    const migrationsDir = resolve(__dirname, '../../migrations');
    test = await createTestDatabase({ name: 'idempotency', migrationsDir });
    database = createDatabase({ connectionString: test.connectionString, maxConnections: 20 });
    await database.query('CREATE TABLE effect (id bigint GENERATED ALWAYS AS IDENTITY, what text)');
    // Two replicas share nothing but the database.
    first = createIdempotency({ database, rejections });
    second = createIdempotency({ database, rejections });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const effects = async (what: string): Promise<number> =>
    (await database.query('SELECT 1 FROM effect WHERE what = $1', [what])).rowCount;
  const creating = (replica: Idempotency, request: EndpointRequest, what: string) =>
    replica.run(request, async (sql) => {
      await sql.query('INSERT INTO effect (what) VALUES ($1)', [what]);
      const { rows } = await sql.query('SELECT max(id)::text AS id FROM effect');
      return { status: 201, headers: { Location: '/x' }, body: rows[0] };
    });

  it('answers a repeat byte for byte, also from another replica, with one effect', async () => {
    const original = (await creating(first, requestOf('k1'), 'k1')) as HttpResult;
    const again = (await creating(second, requestOf('k1'), 'k1')) as HttpResult;
    expect(again.rawBody).toBe(original.rawBody);
    expect(again.headers).toEqual({ ...original.headers, 'Idempotency-Replayed': 'true' });
    expect([again.status, await effects('k1')]).toEqual([201, 1]);
  });

  it('gives fifty concurrent repeats on two replicas one effect and one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        creating(index % 2 === 0 ? first : second, requestOf('k2'), 'k2'),
      ),
    );
    expect(new Set(answers.map((answer) => (answer as HttpResult).rawBody)).size).toBe(1);
    expect(await effects('k2')).toBe(1);
  });

  it('stores a refusal as the first outcome', async () => {
    const refused = await first.run(requestOf('k3'), async () => reject('too_low', 'Bid more.'));
    expect(refused).toMatchObject({ status: 422 });
    const again = (await creating(second, requestOf('k3'), 'k3')) as HttpResult;
    expect(again.rawBody).toBe((refused as HttpResult).rawBody);
    expect(await effects('k3')).toBe(0);
  });

  it('refuses a key that came with another body, stored or still running', async () => {
    await creating(first, requestOf('k4', 'one'), 'k4');
    expect(await creating(first, requestOf('k4', 'two'), 'k4')).toMatchObject({
      rejection: { code: 'idempotency_key_reused' },
    });
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    const slow = first.run(requestOf('k5', 'one'), async () => {
      await finished;
      return { status: 200 };
    });
    expect(await creating(first, requestOf('k5', 'two'), 'k5')).toMatchObject({
      rejection: { code: 'idempotency_key_reused' },
    });
    finish();
    await slow;
  });

  it('keeps the keys of two callers apart', async () => {
    await creating(first, requestOf('k6', 'body', 'ann'), 'k6');
    await creating(first, requestOf('k6', 'body', 'bob'), 'k6');
    expect(await effects('k6')).toBe(2);
  });

  it('forgets the key when the work throws or its answer is not to be stored', async () => {
    const failing = first.run(requestOf('k7'), async (sql) => {
      await sql.query(`INSERT INTO effect (what) VALUES ('k7')`);
      throw new OperationalError('database_io_error', 'no', { retryable: true });
    });
    await expect(failing).rejects.toMatchObject({ code: 'database_io_error' });
    const forbidden = await first.run(requestOf('k7'), async () => reject('forbidden', 'No.'));
    expect(forbidden).toMatchObject({ status: 403 });
    expect(await creating(first, requestOf('k7'), 'k7')).toMatchObject({ status: 201 });
    expect(await effects('k7')).toBe(1);
  });

  it('answers 409 while another replica is still deciding', async () => {
    await database.transact(async (sql) => {
      await claimFirst(sql, keyedRequestOf(requestOf('k8')));
      expect(await creating(first, requestOf('k8'), 'k8')).toMatchObject({
        rejection: { code: 'idempotency_key_in_flight' },
      });
    });
  });

  it('finds stored outcomes of a batch in the order asked', async () => {
    const batch = ['g2', 'g1', 'g3'].map((key) => keyedRequestOf(requestOf(key)));
    await database.transact((sql) =>
      storeOutcomes(
        sql,
        batch
          .slice(0, 2)
          .map((request) => ({ request, answer: { status: 200, headers: {}, body: request.key } })),
      ),
    );
    const found = await findStored(database, batch);
    expect(found.map((answer) => (answer as HttpResult | null)?.rawBody)).toEqual([
      'g2',
      'g1',
      undefined,
    ]);
  });

  it('repeats a batch whose key another replica stored meanwhile', async () => {
    const keyed = keyedRequestOf(requestOf('c1'));
    const answer = { status: 200, headers: {}, body: 'theirs' };
    let runs = 0;
    const mine = await database.transact(async (sql) => {
      runs += 1;
      const [stored] = await findStored(sql, [keyed]);
      if (stored !== null) return stored;
      await database.transact((other) => storeOutcomes(other, [{ request: keyed, answer }]));
      await storeOutcomes(sql, [{ request: keyed, answer: { ...answer, body: 'mine' } }]);
      return null;
    });
    expect([runs, (mine as HttpResult).rawBody]).toEqual([2, 'theirs']);
  });

  it('sweeps only what is older than promised', async () => {
    await creating(first, requestOf('old'), 'old');
    await creating(first, requestOf('young'), 'young');
    await database.query(
      `UPDATE idempotency_key SET created_at = clock_timestamp() - CASE key
         WHEN 'old' THEN interval '9 days' ELSE interval '7 days' END
        WHERE key IN ('old', 'young')`,
    );
    expect(await sweepOutcomes(database)).toBe(1);
    const keys = ['old', 'young'].map((key) => keyedRequestOf(requestOf(key)));
    const [old, young] = await findStored(database, keys);
    expect([old, young === null]).toEqual([null, false]);
  });
});
