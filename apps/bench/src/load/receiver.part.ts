import { createKafkaTransport } from '@outcry/messaging';
import { itemMoved } from '../stage/item-moved';
import { serveParts } from '../stage/part';
import { sharedNowMs } from './latency-clock';

export type ReceiverStart = { readonly brokers: readonly string[]; readonly topicPrefix: string };

let deliveredMs = new Map<string, number>();

/** Takes delivery and does nothing else, as the consumer of Debezium's harness. */
serveParts({
  start: async ({ brokers, topicPrefix }: ReceiverStart) => {
    const transport = createKafkaTransport({ brokers, clientId: 'receiver', topicPrefix });
    await transport.subscribe({
      ...{ group: 'bench.receiver', topics: [itemMoved.topic.name], from: 'earliest' },
      onBatch: async ({ records, done }) => {
        const nowMs = sharedNowMs();
        for (const record of records) {
          const { ce_id: id = '' } = record.envelope ?? record.headers;
          deliveredMs.set(id, nowMs);
          done(record.offset);
        }
      },
    });
  },
  count: async () => deliveredMs.size,
  /** When each event was in hand. */
  take: async () => {
    const taken = deliveredMs;
    deliveredMs = new Map();
    return taken;
  },
});
