/**
 * `npm run migrate`: databases, migrations and topics on servers that the environment names
 * (OUTCRY_POSTGRES_URL, OUTCRY_KAFKA_BROKERS); `npm start` does the same on its own servers.
 * OUTCRY_REPLICATION_FACTOR is that of new topics, 1 if not set.
 */
import { deployables } from '../build/apps.mjs';
import { ExplainedError, runMain } from '../bootstrap/explained-error.mjs';
import { createProgress } from '../stack/progress.mjs';
import { prepareDatabases, prepareTopics } from '../stack/servers/prepare.mjs';

await runMain(async () => {
  const { OUTCRY_POSTGRES_URL: url, OUTCRY_KAFKA_BROKERS: brokers } = process.env;
  if (!url || !brokers) {
    throw new ExplainedError('Set OUTCRY_POSTGRES_URL and OUTCRY_KAFKA_BROKERS to the servers.');
  }
  const progress = createProgress(process.stdout);
  await prepareDatabases(url, deployables(), progress);
  await prepareTopics(brokers, Number(process.env.OUTCRY_REPLICATION_FACTOR ?? 1), progress);
});
