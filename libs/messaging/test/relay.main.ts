import { createDatabase } from '@outcry/testing';
import { armFailpoint, createKafkaTransport, createRelay, OUTBOX_SHARDS } from '../src';

const { TEST_DATABASE_URL, TEST_BROKERS, TEST_TOPIC_PREFIX, TEST_LEASE_MS } = process.env;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const log = { info: () => undefined, warn: (_fields: object, text: string) => say(text) };

/**
 * A relay as a process of its own. It says when it is about to delete its first published rows, and
 * waits there for SIGUSR2.
 */
const main = async (): Promise<void> => {
  const goOn = new Promise<void>((resolve) => process.once('SIGUSR2', () => resolve()));
  const disarm = armFailpoint('relay.before-delete', async () => {
    disarm();
    say('about to delete');
    await goOn;
    say('deletes');
  });
  const relay = createRelay({
    database: createDatabase({ connectionString: TEST_DATABASE_URL ?? '' }),
    transport: createKafkaTransport({
      brokers: (TEST_BROKERS ?? '').split(','),
      clientId: 'paused-relay',
      topicPrefix: TEST_TOPIC_PREFIX ?? '',
    }),
    shards: OUTBOX_SHARDS,
    owner: 'paused-relay',
    leaseTtlMs: Number(TEST_LEASE_MS),
    log: { ...log, error: log.warn },
  });
  await relay.start();
  say('started');
};

void main();
