import { Defect, OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  heldOf,
  places,
  publish,
  readAgain,
  writeEffects,
} from '../../test/consumer-rig';
import { redrive } from '../redrive/redrive';
import type { ConsumerDefinition } from './consumer-definition';

const rig = consumerRig('chaos');

/** mulberry32: the same faults for the same seed, as far as scheduling allows. */
const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const KEYS = ['a', 'b', 'c', 'd', 'e'];
const COUNT = 30;
const PLACES = [
  'consumer.polled',
  'consumer.effect.before-commit',
  'consumer.effect.committed',
  'consumer.done',
  'consumer.hold.before-commit',
];

/** Effects that fail now and then, in the two ways a handler may fail. */
const shaky = (random: () => number, calm: () => boolean): ConsumerDefinition['apply'] => {
  const write = writeEffects();
  return async (messages, sql) => {
    await write(messages, sql);
    const luck = calm() ? 1 : random();
    if (luck < 0.05) throw new OperationalError('busy', 'later', { retryable: true });
    if (luck < 0.1) throw new Defect('cannot be');
  };
};

describe('whatever fails, a consumer', () => {
  it.each([
    ['ordered', 1],
    ['ordered', 2],
    ['unordered', 3],
    ['unordered', 4],
  ] as const)('has one effect per message in the end (%s, seed %s)', async (lane, seed) => {
    const random = randomOf(seed);
    let calm = false;
    for (const place of PLACES) {
      rig.arm(place, () => {
        if (calm || random() >= 0.05) return;
        throw Object.assign(new Error(place), { name: 'SimulatedCrash' });
      });
    }
    const transport = createMemoryTransport();
    const over = { lane, maxBatch: 4, apply: shaky(random, () => calm) } as const;
    const first = await rig.start(rig.database, transport, over, { maxAttempts: 3 });
    const second = await rig.start(rig.database, readAgain(transport), over, { maxAttempts: 3 });
    for (let sequence = 1; sequence <= COUNT; sequence += 1) {
      await publish(
        transport,
        KEYS.map((key) => ({ key, sequence })),
      );
    }
    await eventually(async () => (await effectsOf(rig.database)).length > 20);
    calm = true;
    // A crash ends a member's drain for good, so fresh members finish the work, as restarts would.
    await Promise.all([first.stop(), second.stop()]);
    await rig.start(rig.database, readAgain(readAgain(transport)), over);
    await eventually(
      async () => {
        await redrive(rig.database, { state: 'dead' }, { actor: 'test', cap: 1_000 });
        const { length } = await effectsOf(rig.database);
        return length >= KEYS.length * COUNT && (await heldOf(rig.database)).length === 0;
      },
      { everyMs: 50 },
    );
    const effects = await effectsOf(rig.database);
    for (const key of KEYS) {
      const wanted = places(1, COUNT, key);
      const found = effects.filter((place) => place.startsWith(key));
      expect(lane === 'ordered' ? found : [...found].sort()).toEqual(
        lane === 'ordered' ? wanted : [...wanted].sort(),
      );
    }
  });
});
