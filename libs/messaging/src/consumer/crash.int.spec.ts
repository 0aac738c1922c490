import { eventually } from '@outcry/testing';
import {
  consumerRig,
  createMemoryTransport,
  effectsOf,
  heldOf,
  numbered,
  places,
  publish,
  readAgain,
  writeEffects,
} from '../../test/consumer-rig';
import type { PartitionBatch, Transport } from '../transport/transport';

const rig = consumerRig('crash');

const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

describe.each(['ordered', 'unordered'] as const)('a crash of an %s consumer', (lane) => {
  it.each([
    'consumer.polled',
    'consumer.effect.before-commit',
    'consumer.effect.committed',
    'consumer.done',
  ])('at %s leaves one effect per message', async (place) => {
    let crashes = 0;
    rig.arm(place, () => {
      crashes += 1;
      if (crashes > 1) return;
      throw Object.assign(new Error(place), { name: 'SimulatedCrash' });
    });
    const transport = createMemoryTransport();
    await publish(transport, [...numbered(1, 25), ...numbered(1, 25, 'b')]);
    await rig.start(rig.database, transport, { lane });
    await eventually(async () => (await effectsOf(rig.database)).length >= 50);
    await publish(transport, numbered(26, 26));
    await eventually(async () => (await effectsOf(rig.database)).includes('a#26'));
    expect(crashes).toBeGreaterThan(0);
    const effects = await effectsOf(rig.database);
    expect(effects.filter((effect) => effect.startsWith('a'))).toEqual(places(1, 26));
    expect(effects.filter((effect) => effect.startsWith('b'))).toEqual(places(1, 25, 'b'));
    expect(await heldOf(rig.database)).toEqual([]);
  });
});

describe('a crash while holding', () => {
  it('holds the message once when it comes again', async () => {
    rig.arm('consumer.hold.before-commit');
    const transport = createMemoryTransport();
    await publish(transport, [{ key: 'a', sequence: 1, value: 'not json' }, ...numbered(2, 3)]);
    await rig.start(rig.database, transport);
    await eventually(async () => (await effectsOf(rig.database)).length === 2);
    expect(await heldOf(rig.database)).toMatchObject([{ sequence: '1', cause: 'undecodable' }]);
    expect((await rig.database.query('SELECT 1 FROM outbox')).rowCount).toBe(1);
  });
});

describe('two members that get the same messages', () => {
  it.each(['ordered', 'unordered'] as const)('at once have one effect (%s)', async (lane) => {
    const transport = createMemoryTransport();
    await publish(transport, [...numbered(1, 40), ...numbered(1, 40, 'b')]);
    await Promise.all([
      rig.start(rig.database, transport, { lane, apply: writeEffects('one') }),
      rig.start(rig.database, readAgain(transport), { lane, apply: writeEffects('two') }),
    ]);
    await eventually(async () => (await effectsOf(rig.database)).length >= 80);
    await publish(transport, numbered(41, 41));
    await eventually(async () => (await effectsOf(rig.database)).includes('a#41'));
    expect([...(await effectsOf(rig.database))].sort()).toEqual(
      [...places(1, 41), ...places(1, 40, 'b')].sort(),
    );
    expect(await heldOf(rig.database)).toEqual([]);
  });

  it('while a late one sleeps in its transaction wait for it, and go on in order', async () => {
    const asleep = gate();
    let sleepers = 0;
    rig.arm('consumer.effect.before-commit', async () => {
      sleepers += 1;
      if (sleepers === 1) await asleep.opened;
    });
    const transport = createMemoryTransport();
    await publish(transport, numbered(1, 3));
    await rig.start(rig.database, transport, { lane: 'ordered', apply: writeEffects('zombie') });
    await eventually(() => sleepers === 1);
    await publish(transport, numbered(4, 6));
    await rig.start(rig.database, readAgain(transport), {
      lane: 'ordered',
      apply: writeEffects('heir'),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await effectsOf(rig.database)).toEqual([]);
    asleep.open();
    await eventually(async () => (await effectsOf(rig.database)).length >= 6);
    expect(await effectsOf(rig.database)).toEqual(places(1, 6));
    expect(await heldOf(rig.database)).toEqual([]);
  });
});

describe('a member that loses its partition', () => {
  /** Hands the batches through, and lets a test take a partition away in the middle of one. */
  const losable = (transport: Transport) => {
    let lost = false;
    const done: bigint[] = [];
    const wrapped = (batch: PartitionBatch): PartitionBatch => ({
      ...batch,
      isStale: () => lost || batch.isStale(),
      done: (offset) => {
        done.push(offset);
        batch.done(offset);
      },
      heartbeat: () => (lost ? Promise.reject(new Error('lost')) : batch.heartbeat()),
    });
    return {
      done,
      lose: () => {
        lost = true;
      },
      transport: {
        ...transport,
        subscribe: (options: Parameters<Transport['subscribe']>[0]) =>
          transport.subscribe({ ...options, onBatch: (batch) => options.onBatch(wrapped(batch)) }),
      },
    };
  };

  it('finishes its transaction and starts nothing new; the next owner goes on', async () => {
    const inTransaction = gate();
    const mayCommit = gate();
    let visits = 0;
    const disarm = rig.arm('consumer.effect.before-commit', async () => {
      visits += 1;
      inTransaction.open();
      await mayCommit.opened;
    });
    const memory = createMemoryTransport();
    const first = losable(memory);
    await publish(memory, numbered(1, 30));
    const member = await rig.start(rig.database, first.transport, {
      lane: 'ordered',
      apply: writeEffects('first'),
    });
    await inTransaction.opened;
    first.lose();
    mayCommit.open();
    await member.stop();
    expect(visits).toBe(1);
    disarm();
    expect(await effectsOf(rig.database)).toEqual(places(1, 10));
    await rig.start(rig.database, memory, { lane: 'ordered', apply: writeEffects('second') });
    await eventually(async () => (await effectsOf(rig.database)).length === 30);
    expect(await effectsOf(rig.database)).toEqual(places(1, 30));
  });

  it('hands over in the middle of a batch when another member joins', async () => {
    const memory = createMemoryTransport();
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    await publish(
      memory,
      keys.flatMap((key) => numbered(1, 20, key)),
    );
    await rig.start(rig.database, memory, { lane: 'ordered', maxBatch: 2 });
    await eventually(async () => (await effectsOf(rig.database)).length > 10);
    const joined = await rig.start(rig.database, memory, { lane: 'ordered', maxBatch: 2 });
    await eventually(async () => (await effectsOf(rig.database)).length > 100);
    await joined.stop();
    await eventually(async () => (await effectsOf(rig.database)).length >= 240);
    const effects = await effectsOf(rig.database);
    for (const key of keys) {
      const of = effects.filter((effect) => effect.startsWith(`${key}#`));
      expect(of).toEqual(places(1, 20, key));
    }
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
