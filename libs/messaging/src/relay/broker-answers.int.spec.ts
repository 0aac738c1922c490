import { eventually } from '@outcry/testing';
import { expectFaithful, moved, outboxRig, upTo, type OutboxRig } from '../../test/outbox-rig';
import { listParkedKeys } from '../outbox/parked/parked-keys';
import { translateKafkaError } from '../transport/kafka/kafka-error';

type Answer = { readonly type: string; readonly code: number };
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const protocol = require('kafkajs/src/protocol/error') as {
  errorCodes: readonly Answer[];
  createErrorFromCode: (code: number) => Error;
};

const answers = protocol.errorCodes.map(({ type, code }) => {
  const error = translateKafkaError(protocol.createErrorFromCode(code));
  return { type, error };
});
const cases = answers.flatMap(({ type, error }) =>
  (['before', 'after'] as const).map((when) => ({ type, error, when })),
);
const passing = cases.filter(({ error }) => error.retryable);
const refusals = cases.filter(({ error, when }) => !error.retryable && when === 'before');

describe('whatever the broker answers once, the relay', () => {
  let rig: OutboxRig;
  beforeAll(async () => {
    rig = await outboxRig();
    await rig.relay().start();
  });
  afterAll(() => rig.close());

  const drained = (): Promise<void> =>
    eventually(async () => {
      expect(await rig.pending()).toBe(0);
    });

  it('knows retriable and fatal answers', () => {
    expect(passing.length).toBeGreaterThan(100);
    expect(refusals.map(({ type }) => type)).toEqual([
      'MESSAGE_TOO_LARGE',
      'INVALID_TOPIC_EXCEPTION',
      'RECORD_LIST_TOO_LARGE',
      'INVALID_TIMESTAMP',
      'UNSUPPORTED_FOR_MESSAGE_FORMAT',
      'INVALID_RECORD',
    ]);
  });

  it.each(passing)('loses nothing and keeps order after $type, $when it stored', async (one) => {
    const key = `${one.type} ${one.when}`;
    rig.transport.faults.failNextSend(one.when, one.error);
    await rig.emit(moved(key, 1), moved(key, 2));
    await rig.emit(moved(key, 3));
    await drained();
    const records = rig.published().filter((record) => record.key === key);
    expectFaithful(records, { [key]: 3 });
    expect(upTo(3)).toEqual([...new Set(records.map(({ sequence }) => sequence))]);
    expect(await listParkedKeys(rig.database)).toEqual([]);
  });

  it.each(refusals)('parks the key, and nothing else, after $type', async ({ type, error }) => {
    rig.transport.faults.failNextSend('before', error);
    await rig.emit(moved(type, 1));
    await drained();
    const keys = await listParkedKeys(rig.database);
    expect(keys.map(({ key }) => key)).toContain(type);
    await rig.emit(moved(`${type} other`, 1));
    await drained();
    const others = rig.published().filter(({ key }) => key === `${type} other`);
    expectFaithful(others, { [`${type} other`]: 1 });
  });
});
