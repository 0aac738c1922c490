import { eventually } from '@outcry/testing';
import { firstOccurrences, moved, outboxRig, upTo, type OutboxRig } from '../../test/outbox-rig';

describe('the relay', () => {
  let rig: OutboxRig;
  beforeEach(async () => {
    rig = await outboxRig();
  });
  afterEach(() => rig.close());

  it('publishes what was committed, in order, and empties the outbox', async () => {
    await rig.emit(...upTo(50).map((sequence) => moved('crate-1', sequence)));
    await rig.relay().start();
    await rig.emit(moved('crate-1', 51), moved('crate-2', 1));
    await eventually(async () => expect(await rig.pending()).toBe(0));
    expect(firstOccurrences(rig.published(), 'crate-1')).toEqual(upTo(51));
    expect(firstOccurrences(rig.published(), 'crate-2')).toEqual([1]);
    expect(rig.published()).toHaveLength(52);
  });
});
