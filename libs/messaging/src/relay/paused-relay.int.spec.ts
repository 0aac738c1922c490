import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { eventually, startTypescript, testServers, type TestProcess } from '@outcry/testing';
import { createKafkaTopics, createKafkaTransport } from '..';
import {
  crateMoved,
  expectFaithful,
  moved,
  outboxRig,
  TOPIC,
  upTo,
  type OutboxRig,
  type Published,
} from '../../test/outbox-rig';
import type { Transport } from '../transport/transport';

const MAIN = resolve(__dirname, '../../test/relay.main.ts');
const LEASE_MS = 1_000;

describe('a relay process that is stopped past its lease and continued', () => {
  let rig: OutboxRig;
  let transport: Transport;
  let paused: TestProcess;
  let published: Published[];

  beforeEach(async () => {
    const topicPrefix = `test-${randomBytes(5).toString('hex')}-`;
    const connection = { brokers: testServers().kafkaBrokers, clientId: 'relay-test' };
    await createKafkaTopics(connection, [crateMoved.topic], { topicPrefix });
    transport = createKafkaTransport({ ...connection, topicPrefix });
    rig = await outboxRig();
    published = [];
    await transport.subscribe({
      group: 'reader',
      topics: [TOPIC],
      from: 'earliest',
      onBatch: async (batch) => {
        for (const { key, headers, value, offset } of batch.records) {
          const id = String(headers['ce_id']);
          const sequence = Number(headers['ce_sequence']);
          published.push({ key: String(key), id, sequence, value: value?.toString() ?? null });
          batch.done(offset);
        }
      },
    });
    paused = startTypescript(MAIN, {
      env: {
        ...process.env,
        OUTCRY_FAILPOINTS: 'on',
        TEST_DATABASE_URL: rig.connectionString,
        TEST_BROKERS: connection.brokers.join(','),
        TEST_TOPIC_PREFIX: topicPrefix,
        TEST_LEASE_MS: String(LEASE_MS),
      },
    });
    await paused.waitFor(/started/);
  });
  afterEach(async () => {
    await paused.kill();
    await rig.close();
    await transport.close();
  });

  const rows = (from: number, to: number) =>
    upTo(to - from + 1).map((at) => moved('crate-1', from + at - 1));
  const drained = (): Promise<void> => eventually(async () => expect(await rig.pending()).toBe(0));
  const read = (count: number): Promise<void> =>
    eventually(() => expect(new Set(published.map(({ id }) => id)).size).toBe(count));
  const leaseOwners = async (): Promise<readonly unknown[]> => {
    const found = await rig.database.query<{ owner: string }>(
      'SELECT DISTINCT owner FROM outbox_lease ORDER BY owner',
    );
    return found.rows.map(({ owner }) => owner);
  };

  it('deletes nothing in the name of its old lease, and then takes its share again', async () => {
    await rig.emit(...rows(1, 20));
    await paused.waitFor(/about to delete/);
    paused.signal('SIGSTOP');
    const successor = rig.relay({ transport, owner: 'successor', leaseTtlMs: LEASE_MS });
    await successor.start();
    await drained();
    await rig.emit(...rows(21, 30));
    await drained();

    // What the paused one published and did not delete now waits again, with what came later.
    paused.signal('SIGUSR2');
    paused.signal('SIGCONT');
    await paused.waitFor(/deletes/);
    await eventually(async () =>
      expect(await leaseOwners()).toEqual(['paused-relay', 'successor']),
    );
    await rig.emit(...rows(31, 40));
    await drained();
    await successor.stop();
    await eventually(async () => expect(await leaseOwners()).toEqual(['paused-relay']));
    await rig.emit(...rows(41, 50));
    await drained();
    await read(50);
    expectFaithful(published, { 'crate-1': 50 });
    expect(published.length).toBeGreaterThanOrEqual(70);
  });

  it('adds only repeats when it was stopped in the midst of sending', async () => {
    await rig.emit(...rows(1, 20));
    await paused.waitFor(/about to delete/);
    paused.signal('SIGUSR2');
    await rig.emit(...rows(21, 3_000));
    await eventually(async () => expect(await rig.pending()).toBeLessThan(2_980));
    paused.signal('SIGSTOP');
    const successor = rig.relay({ transport, owner: 'successor', leaseTtlMs: LEASE_MS });
    await successor.start();
    await eventually(async () => expect(await leaseOwners()).toEqual(['successor']));
    await rig.emit(...rows(3_001, 3_010));
    await drained();
    paused.signal('SIGCONT');
    await eventually(async () =>
      expect(await leaseOwners()).toEqual(['paused-relay', 'successor']),
    );
    await rig.emit(...rows(3_011, 3_020));
    await drained();
    await read(3_020);
    expectFaithful(published, { 'crate-1': 3_020 });
  });
});
