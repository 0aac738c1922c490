import { openRig, type TestRig } from '../../../test/consumer-rig';
import { parseHeldCommand } from './held-arguments';
import { runHeldCommand } from './held-command';

let rig: TestRig;
beforeAll(async () => {
  rig = await openRig('heldcli');
  await rig.database.query(
    `INSERT INTO held_message (consumer, topic, key, sequence, event_id, type, partition,
       record_offset, recorded_at, value, headers, claimed, state, cause)
     SELECT 'parcel.watch', 'parcel.life.v1', 'k' || n, 1,
       ('019a0000-0000-7000-8000-00000000000' || n)::uuid, 'parcel.moved.v1', 0, n, now(), '{}',
       '{}', true, 'dead', 'defect'
     FROM generate_series(1, 3) AS n`,
  );
});
afterAll(() => rig.close());

const run = (line: string): Promise<string> =>
  runHeldCommand(parseHeldCommand([...line.split(' '), '--service', 'x'], 'pat'), rig.database);
const one = '--consumer parcel.watch --event 019a0000-0000-7000-8000-000000000001';

describe('the held command', () => {
  it('lists, shows, tries, redrives, releases and drops, and tells what it did', async () => {
    expect(await run('ls')).toMatch(/3 held$/);
    expect(await run('ls --key k2')).toMatch(/1 held$/);
    expect(await run('ls --limit 2')).toMatch(/2 held$/);
    expect(await run(`show ${one}`)).toContain('"key": "k1"');
    expect(await run(`show ${one.replace(/1$/, '9')}`)).toBe('not held');
    expect(await run('redrive --all --dry-run')).toMatch(/3 held, would be redriven$/);
    expect(await run('redrive --key k1 --cap 1')).toMatch(/1 held, redriven$/);
    expect(await run('redrive --all --cap 1')).toMatch(
      /2 held, redriven; 1 left alone: at their cap$/,
    );
    expect(await run(`release ${one}`)).toMatch(/1 held, released$/);
    expect(await run('drop --all --dry-run')).toMatch(/3 held, would be dropped$/);
    expect(await run('drop --key k3')).toMatch(/1 held, dropped$/);
    expect(await run('ls')).toMatch(/2 held$/);
    const audit = await rig.database.query('SELECT 1 FROM held_audit');
    expect(audit.rowCount).toBe(5);
  });
});
