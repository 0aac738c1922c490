import { randomBytes, randomUUID } from 'node:crypto';
import { uuidV7Generator } from '@outcry/kernel';
import { createKafkaTransport, OUTBOX_SHARDS, shardOf, silentLog } from '@outcry/messaging';
import { brokers, killAndWait } from '../system';
import { databaseOf, held, outbox } from './operator';
import type { Trouble } from './trouble';

const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);
const WHY = ['--actor', 'ann', '--reason', 'tried'];

const TYPE = 'ledger.place-hold.v1';
const COMMANDS = 'ledger.command.v1';

/** A command that the contract forbids: its data are missing. */
export const deadLetter = (): Trouble => {
  const key = randomUUID();
  return {
    finding: 'no_dead_letters',
    subject: () => key,
    runbook: 'dead-letters',
    cause: async () => {
      const log = silentLog;
      const transport = createKafkaTransport({ brokers, clientId: 'ann', topicPrefix: '', log });
      const producer = await transport.producer({ clientId: 'ann' });
      const headers = {
        ...{ ce_specversion: '1.0', ce_id: ids.next(), ce_source: '/ann', ce_type: TYPE },
        ...{ ce_time: new Date().toISOString(), ce_subject: key, ce_partitionkey: key },
        ...{ ce_dataschema: `/schemas/${TYPE}.json`, ce_tenantid: 'default' },
        'content-type': 'application/json',
      };
      await producer.send([{ topic: COMMANDS, records: [{ key, value: '{}', headers }] }]);
      await producer.close();
      await transport.close();
    },
    cure: () => held('drop', '--service', 'ledger', '--key', key, ...WHY),
  };
};

const DELIVERIES = 'notification.delivery.v1';
const INSERT = `
INSERT INTO outbox (shard, id, topic, key, type, headers, payload, created_at)
VALUES ($1, $2, '${DELIVERIES}', $3, 'notification.delivered.v1', '{}', $4,
        clock_timestamp() - $5 * interval '1 second')`;

const insert = async (key: string, payload: string, ageSeconds: number): Promise<string> => {
  const database = databaseOf('notification');
  const id = ids.next();
  await database.query(INSERT, [shardOf(key, OUTBOX_SHARDS), id, key, payload, ageSeconds]);
  await database.close();
  return id;
};

/** More than a broker takes in one message. */
const TOO_LARGE = 3_000_000;

export const parkedKey = (): Trouble => {
  const key = randomUUID();
  let id = '';
  return {
    finding: 'outbox_keys_flow',
    subject: () => key,
    runbook: 'outbox-key-parked',
    cause: async () => {
      id = await insert(key, randomBytes(TOO_LARGE / 2).toString('hex'), 0);
    },
    cure: async () => {
      await outbox('skip', '--service', 'notification', '--id', id, ...WHY);
      const place = ['--topic', DELIVERIES, '--key', key];
      await outbox('release', '--service', 'notification', ...place, ...WHY);
    },
  };
};

/** A row that has waited for two minutes already; it leaves once Kafka is back. */
export const oldBacklog = (): Trouble => ({
  finding: 'outbox_drains',
  subject: () => DELIVERIES,
  runbook: 'outbox-backlog-grows',
  cause: async () => {
    await insert(randomUUID(), '{}', 120);
  },
  cure: () => Promise.resolve(),
});

/** A day of the inbox that will be needed soon. */
export const missingDay = (): Trouble => {
  const DAY_MS = 86_400_000;
  const inFourDays = new Date(Date.now() + 4 * DAY_MS).toISOString();
  const name = `inbox_${inFourDays.slice(0, 10).replaceAll('-', '')}`;
  return {
    finding: 'inbox_days_present',
    subject: () => name,
    runbook: 'inbox-day-missing',
    cause: async () => {
      const database = databaseOf('notification');
      await database.query(`DROP TABLE ${name}`);
      await database.close();
    },
    cure: () => killAndWait('notification'),
  };
};
