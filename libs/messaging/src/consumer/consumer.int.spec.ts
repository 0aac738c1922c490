import { eventually } from '@outcry/testing';
import {
  clearRig,
  consumerOf,
  createMemoryTransport,
  effectsOf,
  heldOf,
  openRig,
  publish,
  type TestRig,
} from '../../test/consumer-rig';

let rig: TestRig;
beforeAll(async () => {
  rig = await openRig('consumer');
});
afterAll(() => rig.close());
afterEach(() => clearRig(rig));

const specs = (key: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ key, sequence: index + 1 }));

describe('a consumer', () => {
  it.each(['unordered', 'ordered'] as const)('applies each message once (%s)', async (lane) => {
    const transport = createMemoryTransport();
    await publish(transport, [...specs('a', 25), ...specs('b', 25)]);
    const consumer = consumerOf(rig.database, transport, { lane });
    await consumer.start();
    await eventually(async () => (await effectsOf(rig.database)).length === 50);
    await publish(transport, specs('c', 3));
    await eventually(async () => (await effectsOf(rig.database)).length === 53);
    await consumer.stop();
    const effects = await effectsOf(rig.database);
    const wanted = (key: string) => specs(key, 25).map(({ sequence }) => `${key}#${sequence}`);
    expect(effects.filter((place) => place.startsWith('a'))).toEqual(wanted('a'));
    expect(effects.filter((place) => place.startsWith('b'))).toEqual(wanted('b'));
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
