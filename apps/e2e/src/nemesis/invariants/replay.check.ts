import { createHash } from 'node:crypto';
import { OWNERS, type Databases, type Reader } from '../system/databases';
import type { Replica } from '../system/services';
import { GROUPS, type Topics } from '../system/topics';
import { drain } from '../check/drain';
import type { Findings } from '../check/findings';

/** Tables that tell of the running itself, not of what was decided. */
const LIVELY = /^(outbox|held_|_prisma|idempotency|consumer_position|inbox_\d)|audit/;

const TABLES = `
SELECT table_name AS name FROM information_schema.tables
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;

const digestOf = async (reader: Reader): Promise<Record<string, string>> => {
  const tables = await reader.query<{ name: string }>(TABLES);
  const digests: Record<string, string> = {};
  for (const name of [...tables.map((table) => table.name), 'inbox'].sort()) {
    if (LIVELY.test(name)) continue;
    const rows = await reader.query<{ row: string }>(
      `SELECT t::text AS row FROM "${name}" t ORDER BY 1`,
    );
    const hash = createHash('sha256');
    for (const { row } of rows) hash.update(row).update('\n');
    digests[name] = `${rows.length} rows ${hash.digest('hex').slice(0, 16)}`;
  }
  return digests;
};

const stateOf = async (databases: Databases): Promise<Record<string, Record<string, string>>> => {
  const state: Record<string, Record<string, string>> = {};
  for (const service of OWNERS) state[service] = await digestOf(databases.of(service));
  return state;
};

const endsOf = async (topics: Topics): Promise<string[]> =>
  (await topics.places()).map(
    ({ topic, partition, end }) => `${topic}/${partition} ends at ${end}`,
  );

export type Replay = {
  readonly databases: Databases;
  readonly topics: Topics;
  readonly replicas: readonly Replica[];
  readonly stopped: AbortSignal;
};

/** Stops all, lets every group read every topic from its first record on again, and compares. */
export const checkReplay = async (
  { databases, topics, replicas, stopped }: Replay,
  findings: Findings,
): Promise<void> => {
  await Promise.all(replicas.map(({ process }) => process.end('SIGTERM')));
  const before = await stateOf(databases);
  const endsBefore = await endsOf(topics);
  for (const group of Object.keys(GROUPS)) await topics.rewind(group);
  await Promise.all(replicas.map(({ process }) => process.start()));
  const drained = await drain(databases, topics, stopped);
  findings.check('drain.ends', drained.ok, () => `after the replay: ${drained.left}`);
  await Promise.all(replicas.map(({ process }) => process.end('SIGTERM')));
  const after = await stateOf(databases);
  for (const [service, tables] of Object.entries(before))
    for (const [table, digest] of Object.entries(tables))
      findings.equal(
        'consumer.replay-changes-nothing',
        after[service]?.[table],
        digest,
        `${service}.${table}`,
      );
  findings.equal('consumer.replay-emits-nothing', await endsOf(topics), endsBefore, 'topics');
};
