import { z } from 'zod';
import * as bidding from './bidding';
import { consumerGroups } from './consumer-groups';
import { defineTopic, type MessageDefinition, type TopicDefinition } from './definition';
import * as ledger from './ledger';
import * as notification from './notification';

const isMessageDefinition = (value: unknown): value is MessageDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'topic' in value;

const byType = (a: MessageDefinition, b: MessageDefinition): number => (a.type < b.type ? -1 : 1);

/** Every version of every message that crosses a service boundary, by type. */
export const messageRegistry: readonly MessageDefinition[] = [bidding, ledger, notification]
  .flatMap((context): unknown[] => Object.values(context))
  .filter(isMessageDefinition)
  .sort(byType);

const byName = (a: TopicDefinition, b: TopicDefinition): number => (a.name < b.name ? -1 : 1);

/** Every topic that carries a registered message, by name. */
export const topicRegistry: readonly TopicDefinition[] = [
  ...new Map(messageRegistry.map(({ topic }) => [topic.name, topic])).values(),
].sort(byName);

const DEAD_LETTER_RETENTION_MS = 30 * 86_400_000;

/** `<group>.dlq`: a group's dead letters, for other tools (the group keeps its own copy). */
export const deadLetterTopic = (group: string, service: string): TopicDefinition =>
  defineTopic({
    name: `${group}.dlq`,
    kind: 'dead_letter',
    owner: service,
    partitions: 1,
    retentionMs: DEAD_LETTER_RETENTION_MS,
    key: 'as the original message',
    description: `Messages that ${group} could not apply, with dlq- headers that say why.`,
  });

/** Every topic that an installation must have: the registered ones and the dead letters'. */
export const allTopics: readonly TopicDefinition[] = [
  ...topicRegistry,
  ...consumerGroups.map(({ group, service }) => deadLetterTopic(group, service)),
];

/**
 * JSON Schema (draft 2020-12) of a message's data as a consumer must read it: unknown fields are
 * allowed, since later releases may add optional ones.
 */
export const jsonSchemaOf = (definition: MessageDefinition): Record<string, unknown> => ({
  ...z.toJSONSchema(definition.data, { io: 'input' }),
  $id: `/schemas/${definition.type}.json`,
  title: definition.type,
  description: definition.description,
});
