import type { TopicRecords } from '../../../transport/transport';
import { isMissingTopic, isRefusal } from '../refusal';
import { createSender, type AroundSend, type Sender, type SenderContext } from './sender';

/** What one shard sends. */
export type Shipment = {
  readonly batches: readonly TopicRecords[];
  /** What it takes at most; Infinity for one that is not to share a request. */
  readonly bytes: number;
  /** Asked before the identical batch is sent again. */
  readonly mayRepeat: () => boolean;
};

export type Senders = {
  /** Sends as {@link Sender.send} does; a shard waits for the end before its next shipment. */
  readonly send: (shipment: Shipment) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type SendersContext = Omit<SenderContext, 'clientId' | 'aroundSend'> & {
  readonly owner: string;
  /** How many, each with one request in flight. */
  readonly producers: number;
  /** What shipments that share a request take at most, together. */
  readonly shareBytes: number;
  readonly aroundSend?: AroundSend | undefined;
};

type Waiting = Shipment & {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

const merged = (shipments: readonly Shipment[]): readonly TopicRecords[] => {
  const [first] = shipments;
  if (first !== undefined && shipments.length === 1) return first.batches;
  const all = shipments.flatMap(({ batches }) => batches);
  const byTopic = Map.groupBy(all, ({ topic }) => topic);
  return [...byTopic].map(([topic, parts]) => ({
    topic,
    records: parts.flatMap(({ records }) => records),
  }));
};

/**
 * Several senders, so that several requests can be in flight. What small shipments of several
 * shards wait for one goes in one request: with few rows each it is the requests that cost. Should
 * such a request be refused, each of its shipments is sent by itself, so that the refusal meets
 * only its owner.
 */
export const createSenders = (context: SendersContext): Senders => {
  const { owner, producers, shareBytes, aroundSend, ...rest } = context;
  const senders = Array.from({ length: producers }, (_, index) =>
    createSender({
      ...rest,
      clientId: `${owner}-relay-${index}`,
      ...(aroundSend === undefined ? {} : { aroundSend }),
    }),
  );
  const idle: Sender[] = [...senders];
  const waiting: Waiting[] = [];
  let scheduled = false;

  const takeTogether = (): readonly Waiting[] => {
    let bytes = 0;
    const fits = waiting.findIndex((one) => (bytes += one.bytes) > shareBytes);
    return waiting.splice(0, fits < 0 ? waiting.length : Math.max(fits, 1));
  };

  const ship = async (sender: Sender, some: readonly Waiting[]): Promise<void> => {
    try {
      await sender.send(merged(some), () => some.every(({ mayRepeat }) => mayRepeat()));
      some.forEach(({ resolve }) => resolve());
    } catch (error) {
      if (some.length > 1 && (isRefusal(error) || isMissingTopic(error))) {
        waiting.unshift(...some.map((one) => ({ ...one, bytes: Infinity })));
      } else some.forEach(({ reject }) => reject(error));
    }
    idle.push(sender);
    dispatch();
  };

  const dispatch = (): void => {
    scheduled = false;
    while (waiting.length > 0) {
      const sender = idle.pop();
      if (sender === undefined) return;
      void ship(sender, takeTogether());
    }
  };

  return {
    send: (shipment) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...shipment, resolve, reject });
        if (scheduled) return;
        scheduled = true;
        // Those that were read together ask in the same turn of the event loop.
        setImmediate(dispatch);
      }),
    close: async () => {
      await Promise.all(senders.map((sender) => sender.close()));
    },
  };
};
