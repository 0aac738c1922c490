import { OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  publish,
  writeEffects,
} from '../../../test/consumer-rig';

/** Those of the database's sessions that wait for a lock. */
const WAITING = `
SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('a drain that meets an arrival of its key', () => {
  const rig = consumerRig('release_race');

  it('waits for it, sees the row that it queued, and only then lets the key go', async () => {
    const transport = createMemoryTransport();
    const write = writeEffects();
    let busy = true;
    const apply: typeof write = async (messages, sql) => {
      if (busy) throw new OperationalError('bank_busy', 'later', { retryable: true });
      await write(messages, sql);
    };
    await rig.start(rig.database, transport, { lane: 'ordered', apply });
    await publish(transport, [{ key: 'a', sequence: 1 }]);
    await eventually(async () => {
      const { rowCount } = await rig.database.query('SELECT 1 FROM held_key');
      expect(rowCount).toBe(1);
    });

    // An arrival's transaction as it stands between its lock of the key and its commit.
    await rig.database.transact(async (sql) => {
      await sql.query("SELECT 1 FROM held_key WHERE key = 'a' FOR SHARE");
      busy = false;
      await eventually(async () => {
        const { rowCount } = await rig.database.query(WAITING);
        expect(rowCount).toBeGreaterThan(0);
      });
      expect(await effectsOf(rig.database)).toEqual([]);
      await sql.query(
        `INSERT INTO held_message (consumer, topic, key, sequence, event_id, type, partition,
                                   record_offset, recorded_at, value, headers, claimed, state, cause,
                                   detail, attempts, due_at)
         SELECT consumer, topic, key, 2, gen_random_uuid(), type, partition,
                record_offset + 1, recorded_at, convert_to('{"place":"a#2"}', 'UTF8'),
                jsonb_set(headers, '{ce_sequence}', '"00000000000000000002"'), false, 'queued',
                'queued', '', 0, clock_timestamp()
         FROM held_message WHERE key = 'a'`,
      );
    });
    await eventually(async () => {
      expect(await effectsOf(rig.database)).toEqual(['a#1', 'a#2']);
      const { rowCount } = await rig.database.query('SELECT 1 FROM held_key');
      expect(rowCount).toBe(0);
    });
  });
});
