import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMessage, messageRegistry, type MessageDefinition } from '@outcry/contracts';
import { eventually } from '@outcry/testing';
import { z } from 'zod';
import { consumerRig, createMemoryTransport, heldOf, ids } from '../../test/consumer-rig';
import { messageHeaders } from '../outbox/message-headers';
import { message } from '../outbox/outgoing-message';

type Schema = Parameters<typeof z.fromJSONSchema>[0];

const CONTRACTS = join(__dirname, '../../../contracts');
const read = (folder: string, type: string): object =>
  JSON.parse(readFileSync(join(CONTRACTS, folder, `${type}.json`), 'utf8')) as object;
const released = new Set(
  readdirSync(join(CONTRACTS, 'released')).map((file) => file.replace(/\.json$/, '')),
);

/** A message as those know it who were built on the last released contracts. */
const asReleased = ({ type, topic, description }: MessageDefinition): MessageDefinition =>
  defineMessage({
    type,
    topic,
    description,
    data: z.fromJSONSchema(read('released', type) as Schema),
  });

const events = messageRegistry.filter(({ topic }) => topic.kind !== 'dead_letter');
const byTopic = [...Map.groupBy(events, ({ topic }) => topic.name)].map(([topic, definitions]) => ({
  topic,
  definitions,
}));

describe('a consumer built on the last released contracts', () => {
  const rig = consumerRig('released');

  it.each(byTopic)('takes all that is published on $topic today', async (given) => {
    const known = given.definitions.filter(({ type }) => released.has(type));
    const transport = createMemoryTransport();
    const applied: string[] = [];
    await rig.start(rig.database, transport, {
      name: `released.${given.topic}`,
      accepts: known.map(asReleased),
      apply: async (messages) => void applied.push(...messages.map(({ type }) => type)),
    });
    const records = given.definitions.map((definition) => {
      const data = { ...read('examples', definition.type), addedLater: 'unknown to it' };
      const outgoing = message({ definition, tenantId: 'default', key: 'k', data: data });
      const headers = messageHeaders(outgoing, {
        ...{ id: ids.next(), source: '/outcry/test', nowMs: Date.now(), traceHeaders: {} },
      });
      return { key: 'k', value: JSON.stringify(data), headers };
    });
    const producer = await transport.producer({ clientId: 'today' });
    await producer.send([{ topic: given.topic, records }]);
    await eventually(() => expect(applied).toEqual(known.map(({ type }) => type)));
    expect(await heldOf(rig.database)).toEqual([]);
  });
});
