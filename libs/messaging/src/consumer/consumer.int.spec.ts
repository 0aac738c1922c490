import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  heldOf,
  numbered,
  places,
  publish,
} from '../../test/consumer-rig';

const rig = consumerRig('consumer');

describe('a consumer', () => {
  it.each(['unordered', 'ordered'] as const)('applies each message once (%s)', async (lane) => {
    const transport = createMemoryTransport();
    await publish(transport, [...numbered(1, 25), ...numbered(1, 25, 'b')]);
    const consumer = await rig.start(rig.database, transport, { lane });
    await eventually(async () => (await effectsOf(rig.database)).length === 50);
    await publish(transport, numbered(1, 3, 'c'));
    await eventually(async () => (await effectsOf(rig.database)).length === 53);
    await consumer.stop();
    const effects = await effectsOf(rig.database);
    expect(effects.filter((place) => place.startsWith('a'))).toEqual(places(1, 25));
    expect(effects.filter((place) => place.startsWith('b'))).toEqual(places(1, 25, 'b'));
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
