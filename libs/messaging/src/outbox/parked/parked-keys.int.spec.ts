import { eventually } from '@outcry/testing';
import {
  crateMoved,
  emitContext,
  moved,
  outboxRig,
  TOPIC,
  type OutboxRig,
} from '../../../test/outbox-rig';
import {
  fixParked,
  listParkedKeys,
  releaseParkedKey,
  showParkedKey,
  SKIPPED_TYPE,
  skipParked,
} from './parked-keys';

const { ids } = emitContext;

describe('a key with a row that the broker refuses for good', () => {
  let rig: OutboxRig;
  beforeEach(async () => {
    rig = await outboxRig();
    rig.transport.faults.refuse((_topic, _key, value) => value?.includes('poison') ?? false);
    await rig.relay({ limits: { readRows: 50 } }).start();
  });
  afterEach(() => rig.close());

  const operator = { actor: 'ann', reason: 'poison' };
  const target = { topic: TOPIC, key: 'bad', operator };
  const drained = (): Promise<void> => eventually(async () => expect(await rig.pending()).toBe(0));
  const published = (key: string): string[] =>
    rig
      .published()
      .filter((record) => record.key === key)
      .map(({ value }) => value ?? '');
  const place = (name: string): string => JSON.stringify({ place: name });

  /** Two good rows, a poisoned one and a later one of the key, among rows of other keys. */
  const poisoned = async (): Promise<void> => {
    await rig.emit(
      moved('good', 1),
      moved('bad', 1),
      moved('bad', 2),
      moved('good', 2),
      moved('bad', 3, 'poison'),
      moved('bad', 4),
      moved('good', 3),
    );
    await drained();
  };

  it('is parked alone: its earlier rows and all other keys go on', async () => {
    await poisoned();
    await rig.emit(moved('good', 4), moved('bad', 5));
    await drained();
    expect(new Set(published('bad'))).toEqual(new Set([place('place 1'), place('place 2')]));
    expect(new Set(published('good')).size).toBe(4);
    const keys = await listParkedKeys(rig.database);
    expect(keys).toMatchObject([{ topic: TOPIC, key: 'bad', rows: 3 }]);
    expect(keys[0]?.cause).toContain('kafka_invalid_record');
    const rows = await showParkedKey(rig.database, target);
    expect(rows.map(({ sequence }) => sequence)).toEqual(['3', '4', '5']);
    expect(rows.map(({ cause }) => cause === null)).toEqual([false, true, true]);
    // The last one was written after the key was parked: no relay can have sent it.
    expect(rows.map(({ maybeSent }) => maybeSent)).toEqual([true, true, false]);
  });

  it('goes on in order, under a new id, when the row is fixed and the key released', async () => {
    await poisoned();
    await rig.emit(moved('bad', 5));
    await drained();
    const [row] = await showParkedKey(rig.database, target);
    const id = row?.id ?? '';
    const fixedId = await fixParked(rig.database, { id, operator, data: { place: 'cured' } }, ids, [
      crateMoved,
    ]);
    expect(fixedId).not.toBe(id);
    expect(published('bad')).not.toContain(place('cured'));
    expect(await releaseParkedKey(rig.database, target)).toBe(3);
    await rig.emit(moved('bad', 6));
    await drained();
    expect([...new Set(published('bad'))]).toEqual([
      place('place 1'),
      place('place 2'),
      place('cured'),
      place('place 4'),
      place('place 5'),
      place('place 6'),
    ]);
    const [record] = rig.transport
      .records(TOPIC)
      .filter(({ headers }) => headers['ce_id'] === fixedId);
    expect(record?.headers).toMatchObject({
      ce_type: crateMoved.type,
      ce_sequence: '3'.padStart(20, '0'),
    });
    expect(await listParkedKeys(rig.database)).toEqual([]);
  });

  it('keeps the id of a fixed row that was never sent', async () => {
    await poisoned();
    await rig.emit(moved('bad', 5));
    await drained();
    const last = (await showParkedKey(rig.database, target)).at(-1);
    const id = last?.id ?? '';
    const data = { place: 'elsewhere' };
    expect(await fixParked(rig.database, { id, operator, data }, ids, [crateMoved])).toBe(id);
  });

  it('goes on over a marker with the same sequence when the row is skipped', async () => {
    await poisoned();
    const [row] = await showParkedKey(rig.database, target);
    const id = row?.id ?? '';
    const markerId = await skipParked(rig.database, { id, operator }, ids);
    await releaseParkedKey(rig.database, target);
    await drained();
    const records = rig.transport.records(TOPIC);
    const marker = records.find(({ headers }) => headers['ce_id'] === markerId);
    expect(marker?.headers).toMatchObject({
      ce_type: SKIPPED_TYPE,
      ce_sequence: '3'.padStart(20, '0'),
      ce_dataschema: `/schemas/${SKIPPED_TYPE}.json`,
    });
    expect(JSON.parse(marker?.value?.toString() ?? '')).toEqual({
      skippedId: id,
      skippedType: crateMoved.type,
    });
    expect(published('bad').at(-1)).toBe(place('place 4'));
  });

  it('is parked again when it is released unchanged', async () => {
    await poisoned();
    await releaseParkedKey(rig.database, target);
    await eventually(async () => {
      expect(await listParkedKeys(rig.database)).toMatchObject([{ key: 'bad', rows: 2 }]);
      expect(await rig.pending()).toBe(0);
    });
    expect(published('bad')).not.toContain(place('place 4'));
  });

  it('takes in later rows that keep coming, and loses none when released meanwhile', async () => {
    await poisoned();
    const [row] = await showParkedKey(rig.database, target);
    await skipParked(rig.database, { id: row?.id ?? '', operator }, ids);
    const emitting = (async () => {
      for (let sequence = 5; sequence <= 60; sequence += 1) await rig.emit(moved('bad', sequence));
    })();
    await eventually(async () => {
      const rows = await showParkedKey(rig.database, target);
      expect(rows.length).toBeGreaterThan(10);
    });
    await releaseParkedKey(rig.database, target);
    await emitting;
    await drained();
    const sequences = rig
      .published()
      .filter(({ key }) => key === 'bad')
      .map(({ sequence }) => sequence);
    expect([...new Set(sequences)]).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  });

  it('does not take data that the contract refuses, nor a message that is not parked', async () => {
    await poisoned();
    const [row] = await showParkedKey(rig.database, target);
    const id = row?.id ?? '';
    await expect(
      fixParked(rig.database, { id, operator, data: { nowhere: 1 } }, ids, [crateMoved]),
    ).rejects.toThrow('breaks its contract');
    await expect(
      fixParked(rig.database, { id, operator, data: {} }, ids, []),
    ).rejects.toMatchObject({
      code: 'unknown_type',
    });
    await expect(skipParked(rig.database, { id: ids.next(), operator }, ids)).rejects.toMatchObject(
      {
        code: 'not_parked',
      },
    );
    await expect(
      releaseParkedKey(rig.database, { topic: TOPIC, key: 'good', operator }),
    ).rejects.toMatchObject({ code: 'not_parked' });
  });

  it('keeps who fixed, skipped and released what, and why, and nothing of what failed', async () => {
    await poisoned();
    const [poison, next] = await showParkedKey(rig.database, target);
    const [id, nextId] = [poison?.id ?? '', next?.id ?? ''];
    const data = { place: 'cured' };
    const fixedId = await fixParked(rig.database, { id, operator, data }, ids, [crateMoved]);
    const markerId = await skipParked(rig.database, { id: nextId, operator }, ids);
    await releaseParkedKey(rig.database, target);
    await expect(releaseParkedKey(rig.database, target)).rejects.toThrow('not parked');
    const { rows } = await rig.database.query(
      `SELECT actor, reason, topic, key, action, event_id AS old, new_event_id AS new, rows
       FROM outbox_audit ORDER BY id`,
    );
    const by = { actor: 'ann', reason: 'poison', topic: TOPIC, key: 'bad' };
    expect(rows).toEqual([
      { ...by, action: 'fix', old: id, new: fixedId, rows: 1 },
      { ...by, action: 'skip', old: nextId, new: markerId, rows: 1 },
      { ...by, action: 'release', old: null, new: null, rows: 2 },
    ]);
  });
});
