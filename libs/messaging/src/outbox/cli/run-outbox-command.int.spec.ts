import { eventually } from '@outcry/testing';
import { withOperatorDatabase } from '../../cli/operator-database';
import {
  crateMoved,
  emitContext,
  moved,
  outboxRig,
  TOPIC,
  type OutboxRig,
} from '../../../test/outbox-rig';
import type { OutboxCommand } from './outbox-arguments';
import { runOutboxCommand } from './run-outbox-command';

describe('npm run outbox', () => {
  let rig: OutboxRig;
  beforeEach(async () => {
    rig = await outboxRig();
    rig.transport.faults.refuse((_topic, _key, value) => value?.includes('poison') ?? false);
    await rig.relay().start();
    await rig.emit(moved('bad', 1, 'poison'), moved('bad', 2));
    await eventually(async () => expect(await rig.pending()).toBe(0));
  });
  afterEach(() => rig.close());

  const operator = { actor: 'ann', reason: 'poison' };
  const run = (command: OutboxCommand): Promise<string> =>
    withOperatorDatabase(rig.connectionString, (database) =>
      runOutboxCommand(command, database, emitContext.ids, [crateMoved]),
    );
  const key = { operator, service: 'harbour', topic: TOPIC, key: 'bad' };
  const headId = async (): Promise<string> =>
    (await run({ verb: 'ls', ...key })).split('  ')[0] ?? '';

  it('lists the parked keys, and the rows of one', async () => {
    const keys = await run({ verb: 'ls', service: 'harbour', operator });
    expect(keys).toMatch(/^harbour\.crate\.v1 {2}bad {2}2 waiting since .*Z: kafka_invalid_record/);
    expect(keys).toMatch(/\n1 parked$/);
    const rows = (await run({ verb: 'ls', ...key })).split('\n');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('  harbour.crate-moved.v1  1  kafka_invalid_record');
    expect(rows[1]).toContain('  2  waits behind  {"place":"place 2"}');
  });

  it('fixes a message and releases its key', async () => {
    const data = { place: 'cured' };
    const fixed = await run({
      verb: 'fix',
      service: 'harbour',
      operator,
      id: await headId(),
      data,
    });
    expect(fixed).toMatch(/^fixed: [0-9a-f-]{36} will be published/);
    expect(await run({ verb: 'release', ...key })).toBe('released: 2 messages');
    await eventually(() =>
      expect(rig.published().map(({ value }) => value)).toEqual([
        '{"place":"cured"}',
        '{"place":"place 2"}',
      ]),
    );
  });

  it('skips a message', async () => {
    const skipped = await run({ verb: 'skip', service: 'harbour', operator, id: await headId() });
    expect(skipped).toMatch(/^skipped: the marker [0-9a-f-]{36} will be published/);
  });

  it('undoes a command that failed', async () => {
    const refusedData = {
      verb: 'fix',
      service: 'harbour',
      operator,
      id: await headId(),
      data: {},
    } as const;
    await expect(run(refusedData)).rejects.toThrow('breaks its contract');
    expect((await run({ verb: 'ls', ...key })).split('\n')).toHaveLength(2);
  });
});
