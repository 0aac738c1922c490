import { openRig, TOPIC, type TestRig } from '../../../test/consumer-rig';
import { advancePositions, readPositions, type Move } from './positions';

const CONSUMER = 'parcel.watch';

describe('the positions of an ordered consumer', () => {
  let rig: TestRig;
  beforeAll(async () => {
    rig = await openRig('positions');
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.database.query('TRUNCATE consumer_position');
    await advance({ key: 'a', from: 0n, to: 5n });
  });

  const advance = (...moves: Move[]): Promise<void> =>
    rig.database.transact((sql) => advancePositions(sql, CONSUMER, TOPIC, moves));
  const positions = async (): Promise<object> =>
    Object.fromEntries(await readPositions(rig.database, CONSUMER, TOPIC, ['a', 'b']));

  it('move from what was read', async () => {
    await advance({ key: 'a', from: 5n, to: 7n }, { key: 'b', from: 0n, to: 1n });
    expect(await positions()).toEqual({ a: 7n, b: 1n });
  });

  it.each<[string, Move]>([
    ['has moved the key on', { key: 'a', from: 4n, to: 6n }],
    ['has begun the key', { key: 'a', from: 0n, to: 1n }],
  ])('are not moved by a zombie: another member %s', async (_what, move) => {
    await expect(advance(move, { key: 'b', from: 0n, to: 1n })).rejects.toMatchObject({
      code: 'position_moved',
      retryable: true,
    });
    expect(await positions()).toEqual({ a: 5n });
  });
});
