import { openRig, type TestRig } from '../../test/consumer-rig';
import { createInboxDays } from '../consumer/inbox/inbox-partitions';
import { consumerDefaults } from '../consumer/consumer-options';
import { inboxInvariants } from './inbox-invariants';
import { outboxInvariants } from './outbox-invariants';

let rig: TestRig;
beforeAll(async () => {
  rig = await openRig('invariants');
  await createInboxDays(rig.database, consumerDefaults.inbox).ensure();
});
afterAll(() => rig.close());

/** What is found after a change, by invariant, which is then taken back. */
const foundAfter = async (statement: string): Promise<Record<string, readonly string[]>> => {
  const found: Record<string, readonly string[]> = {};
  const takeBack = new Error('take it back');
  await rig.database
    .transact(async (sql) => {
      await sql.query(statement);
      const database = { ...sql, transact: rig.database.transact };
      for (const { name, look } of [...outboxInvariants(), ...inboxInvariants()]) {
        const findings = await look(database);
        if (findings.length > 0) found[name] = findings.map(({ subject }) => subject);
      }
      throw takeBack;
    })
    .catch((error: unknown) => expect(error).toBe(takeBack));
  return found;
};

const row = (age: string): string => `
  INSERT INTO outbox (shard, id, topic, key, type, headers, created_at)
  VALUES (3, gen_random_uuid(), 'parcel.life.v1', 'p', 't', '{}', clock_timestamp() - ${age})`;

const held = (state: string, more: string): string => `
  INSERT INTO held_message (consumer, topic, key, event_id, partition, record_offset, recorded_at,
                            headers, claimed, state, cause, due_at)
  VALUES ('c', 't', 'k', gen_random_uuid(), 0, 1, now(), '{}', true, '${state}', 'gap', ${more})`;

const key = (age: string): string => `
  INSERT INTO held_key (consumer, topic, key, parked_at) VALUES ('c', 't', 'k', now() - ${age})`;

const lease = (expires: string): string => `
  INSERT INTO outbox_lease (shard, owner, expires_at) VALUES (5, 'r', ${expires})`;

const TODAY = `to_char(clock_timestamp() AT TIME ZONE 'UTC' + interval '2 days', 'YYYYMMDD')`;

describe('the invariants of the messaging tables', () => {
  it('find nothing in tables as the runtime makes them', async () => {
    expect(await foundAfter('SELECT 1')).toEqual({});
  });

  it.each<[what: string, statement: string, found: Record<string, readonly string[]>]>([
    ['an old row of the outbox', row(`interval '2 min'`), { outbox_drains: ['shard 3'] }],
    ['a young row', row(`interval '1 s'`), {}],
    [
      'a parked key',
      `INSERT INTO outbox_parked_key (shard, topic, key, cause) VALUES (1, 't', 'k', 'too large')`,
      { outbox_keys_flow: ['t k'] },
    ],
    [
      'a lease that nobody renews',
      lease(`now() - interval '1 min'`),
      { outbox_shards_have_relays: ['shard 5'] },
    ],
    ['a lease that changes hands', lease('now()'), {}],
    ['a shard that was never leased', lease(`'-infinity'`), {}],
    ['a dead letter', held('dead', 'NULL'), { no_dead_letters: ['c t k'] }],
    [
      'a due message that nobody tries',
      held('waiting', `now() - interval '2 min'`),
      { held_messages_are_tried: ['c t k'] },
    ],
    ['a message that is not due', held('waiting', `now() + interval '2 min'`), {}],
    ['a key that waits for long', key(`interval '6 min'`), { held_keys_move: ['c t k'] }],
    ['a key that waits a little', key(`interval '1 min'`), {}],
    [
      'a key that waits behind a dead letter: that is told already',
      `${key(`interval '6 min'`)}; ${held('dead', 'NULL')}`,
      { no_dead_letters: ['c t k'] },
    ],
  ])('find %s', async (_what, statement, found) => {
    expect(await foundAfter(statement)).toEqual(found);
  });

  it('find a missing day of the inbox', async () => {
    const found = await foundAfter(`DO $$ BEGIN EXECUTE 'DROP TABLE inbox_' || ${TODAY}; END $$`);
    expect(found).toEqual({ inbox_days_present: [expect.stringMatching(/^inbox_\d{8}$/)] });
  });
});
