/** JSON Schemas, the AsyncAPI document and the list of topics and messages, from the registry. */
import { json } from './files.mjs';

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const days = (ms) => `${ms / 86_400_000} d`;

const overview = ({ topicRegistry, messageRegistry }) =>
  [
    '# Events and commands',
    '',
    'Generated from `libs/contracts` by `npm run generate`; do not edit.',
    'Schemas: `libs/contracts/schemas`, one golden example each: `libs/contracts/examples`.',
    '',
    '## Topics',
    '',
    table(
      ['topic', 'kind', 'owner', 'key', 'partitions', 'retention'],
      topicRegistry.map((t) => [
        `\`${t.name}\``,
        t.kind,
        t.owner,
        t.key,
        t.partitions,
        days(t.retentionMs),
      ]),
    ),
    '',
    '## Messages',
    '',
    table(
      ['type', 'topic', 'meaning'],
      messageRegistry.map((m) => [`\`${m.type}\``, `\`${m.topic.name}\``, m.description]),
    ),
    '',
  ].join('\n');

/** @param {any} contracts what libs/contracts exports */
export function contractFiles(contracts, version) {
  const { messageRegistry, topicRegistry, jsonSchemaOf, asyncApiDocument } = contracts;
  const schemas = messageRegistry.map((message) => [
    `libs/contracts/schemas/${message.type}.json`,
    json(jsonSchemaOf(message)),
  ]);
  return {
    ownedFolders: ['libs/contracts/schemas'],
    files: {
      ...Object.fromEntries(schemas),
      'docs/events/asyncapi.json': json(asyncApiDocument(topicRegistry, messageRegistry, version)),
      'docs/events/README.md': overview(contracts),
    },
  };
}
