import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { allTopics } from '@outcry/contracts';
import { createKafkaTopics, createKafkaTransport, type Transport } from '@outcry/messaging';
import {
  createDatabase,
  createTestDatabase,
  testServers,
  type ServiceDatabase,
} from '@outcry/testing';
import { Kafka, logLevel } from 'kafkajs';
import { checkoutRoot } from './checkout';

/** A database and topics of one race's own. */
export type Stage = {
  readonly connectionString: string;
  readonly database: ServiceDatabase;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly transport: Transport;
  readonly close: () => Promise<void>;
};

export type StageOptions = {
  readonly name: string;
  /** Folder of migrations, relative to the checkout. */
  readonly migrations?: string;
  readonly topics: readonly string[];
  /** A database with rows in it to begin with, by its name; else it begins empty. */
  readonly like?: string | undefined;
};

export const MESSAGING = 'libs/messaging/migrations';
const CONNECTIONS = 10;

export const deleteTopics = async (brokers: readonly string[], names: readonly string[]) => {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [...names] }).catch(() => undefined);
  await admin.disconnect();
};

export const openStage = async (options: StageOptions): Promise<Stage> => {
  const { name, migrations = MESSAGING, topics, like } = options;
  const brokers = testServers().kafkaBrokers;
  const topicPrefix = `bench-${randomBytes(4).toString('hex')}.`;
  const migrationsDir = join(checkoutRoot(), migrations);
  const made = await createTestDatabase({ name: `bench_${name}`, migrationsDir, like });
  const { connectionString } = made;
  const database = createDatabase({ connectionString, maxConnections: CONNECTIONS });
  const definitions = allTopics.filter((topic) => topics.includes(topic.name));
  await createKafkaTopics({ brokers, clientId: 'bench' }, definitions, { topicPrefix });
  const transport = createKafkaTransport({ brokers, clientId: 'bench', topicPrefix });
  return {
    ...{ connectionString, database, brokers, topicPrefix, transport },
    close: async () => {
      await transport.close();
      await database.close();
      await made.drop();
      await deleteTopics(
        brokers,
        topics.map((topic) => topicPrefix + topic),
      );
    },
  };
};

/** What the servers promise, asked of the server itself, for the report. */
export const durabilityOf = async ({ database }: Stage): Promise<Record<string, unknown>> => {
  const { rows } = await database.query(
    `SELECT current_setting('server_version') AS postgres, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS synchronous_commit,
            current_setting('shared_buffers') AS shared_buffers`,
  );
  return { ...rows[0], acks: 'all' };
};
