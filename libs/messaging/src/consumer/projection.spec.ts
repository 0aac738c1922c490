import { Defect, OperationalError } from '@outcry/kernel';
import { eventually } from '@outcry/testing';
import { createMemoryTransport, moved, publish, quick } from '../../test/consumer-rig';
import type { Consumer } from './consumer';
import { createProjection } from './projection';
import type { ReceivedMessage } from './received-message';

let projection: Consumer | undefined;
afterEach(() => projection?.stop());

const placesOf = (messages: readonly ReceivedMessage[]) =>
  messages.map(({ data }) => (data as { place: string }).place);

const open = async (
  project: (messages: readonly ReceivedMessage[]) => Promise<void>,
  maxBatch = 10,
) => {
  const transport = createMemoryTransport();
  const counted: string[] = [];
  projection = createProjection(
    { name: 'parcel.map', accepts: [moved], from: 'earliest', maxBatch, project },
    {
      transport,
      options: quick,
      metrics: {
        count: (name, labels) => void counted.push(`${name} ${labels['cause'] ?? ''}`),
        record: () => undefined,
        gauge: () => undefined,
      },
    },
  );
  return { transport, counted, projection };
};
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: 'a', sequence: index + 1 }));

describe('a projection', () => {
  it('projects in the order of the key, in batches', async () => {
    const seen: string[][] = [];
    const { transport, projection: started } = await open(async (messages) => {
      seen.push(placesOf(messages));
    }, 2);
    await publish(transport, numbered(5));
    await started.start();
    await eventually(() => seen.flat().length === 5);
    expect(seen).toEqual([['a#1', 'a#2'], ['a#3', 'a#4'], ['a#5']]);
  });

  it('waits for a target that is away, and then goes on from there', async () => {
    let down = true;
    const seen: string[] = [];
    const { transport, projection: started } = await open(async (messages) => {
      if (down) throw new OperationalError('redis_down', 'away', { retryable: true });
      seen.push(...placesOf(messages));
    });
    await publish(transport, numbered(3));
    await started.start();
    await eventually(() => started.health().paused);
    expect(started.health().stalled).toBe(false);
    down = false;
    await eventually(() => seen.length === 3);
    expect(seen).toEqual(['a#1', 'a#2', 'a#3']);
    await eventually(() => !started.health().paused);
  });

  it('leaves out the one message that can never be projected, and counts it', async () => {
    const seen: string[] = [];
    const {
      transport,
      counted,
      projection: started,
    } = await open(async (messages) => {
      if (placesOf(messages).includes('a#2')) throw new Defect('cannot be');
      seen.push(...placesOf(messages));
    });
    await publish(transport, [...numbered(3), { key: 'a', sequence: 4, value: 'not json' }]);
    await started.start();
    await eventually(() => seen.length === 2);
    expect(seen).toEqual(['a#1', 'a#3']);
    await eventually(() => counted.includes('projection_dropped_total undecodable'));
    expect(counted.filter((name) => name.startsWith('projection_dropped'))).toEqual([
      'projection_dropped_total undecodable',
      'projection_dropped_total defect',
    ]);
  });
});
