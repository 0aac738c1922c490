import type { MessageDefinition, TopicDefinition } from '../definition';
import { jsonSchemaOf } from '../registry';

const BINDING_VERSION = '0.5.0';

const channelId = (topic: TopicDefinition): string => topic.name.replaceAll('.', '_');
const messageId = (message: MessageDefinition): string => message.type.replaceAll('.', '_');

const envelopeHeaders = {
  type: 'object',
  description: 'CloudEvents 1.0 attributes, Kafka binary mode.',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_subject'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'UUIDv7; the key of deduplication' },
    ce_source: { type: 'string' },
    ce_type: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string', description: 'aggregate id, equal to the record key' },
    ce_dataschema: { type: 'string', format: 'uri-reference' },
    ce_partitionkey: { type: 'string' },
    ce_tenantid: { type: 'string' },
    ce_sequence: { type: 'string', pattern: '^\\d{20}$' },
    ce_correlationid: { type: 'string' },
    ce_causationid: { type: 'string' },
    traceparent: { type: 'string', description: 'W3C trace context of the causing request' },
  },
};

const channelOf = (topic: TopicDefinition, messages: readonly MessageDefinition[]) => ({
  address: topic.name,
  description: `${topic.description} Key: ${topic.key}.`,
  messages: Object.fromEntries(
    messages.map((message) => [
      messageId(message),
      { $ref: `#/components/messages/${messageId(message)}` },
    ]),
  ),
  bindings: {
    kafka: {
      topic: topic.name,
      partitions: topic.partitions,
      topicConfiguration: {
        'cleanup.policy': ['delete'],
        'retention.ms': topic.retentionMs,
        'max.message.bytes': topic.maxMessageBytes,
      },
      bindingVersion: BINDING_VERSION,
    },
  },
});

/** AsyncAPI has no place for a schema's own `$schema` and `$id` inside a components object. */
const payloadOf = (message: MessageDefinition): Record<string, unknown> => {
  const { $schema: _schema, $id: _id, ...payload } = jsonSchemaOf(message);
  return payload;
};

const messageOf = (message: MessageDefinition) => ({
  name: message.type,
  title: message.type,
  summary: message.description,
  contentType: 'application/json',
  headers: { $ref: '#/components/schemas/envelope' },
  payload: payloadOf(message),
  bindings: { kafka: { key: { type: 'string' }, bindingVersion: BINDING_VERSION } },
});

const operationOf = (topic: TopicDefinition, messages: readonly MessageDefinition[]) => ({
  // The owner sends its events; of a command topic it is the one receiver.
  action: topic.kind === 'command' ? 'receive' : 'send',
  channel: { $ref: `#/channels/${channelId(topic)}` },
  summary: `${topic.owner} ${topic.kind === 'command' ? 'reads' : 'writes'} ${topic.name}`,
  messages: messages.map((message) => ({
    $ref: `#/channels/${channelId(topic)}/messages/${messageId(message)}`,
  })),
});

/**
 * The whole registry as an AsyncAPI 3.0 document with Kafka bindings 0.5.0.
 * Source: AsyncAPI specification 3.0.0; asyncapi/bindings, kafka.
 */
export const asyncApiDocument = (
  topics: readonly TopicDefinition[],
  messages: readonly MessageDefinition[],
  version: string,
): Record<string, unknown> => {
  const of = (topic: TopicDefinition) => messages.filter((one) => one.topic.name === topic.name);
  const byTopic = <T>(name: (topic: TopicDefinition) => string, make: (t: TopicDefinition) => T) =>
    Object.fromEntries(topics.map((topic) => [name(topic), make(topic)]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Outcry events and commands', version, license: { name: 'Apache-2.0' } },
    defaultContentType: 'application/json',
    channels: byTopic(channelId, (topic) => channelOf(topic, of(topic))),
    operations: byTopic(
      (topic) =>
        `${topic.owner}_${topic.kind === 'command' ? 'reads' : 'writes'}_${channelId(topic)}`,
      (topic) => operationOf(topic, of(topic)),
    ),
    components: {
      schemas: { envelope: envelopeHeaders },
      messages: Object.fromEntries(messages.map((one) => [messageId(one), messageOf(one)])),
    },
  };
};
