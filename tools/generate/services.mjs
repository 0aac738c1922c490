/**
 * What each service publishes and consumes, into its README, and its OpenAPI document, from the
 * service's own composition: it is built with stand-ins for all that runs, and only asked what it
 * consists of.
 */
import { deployables } from '../build/apps.mjs';
import { loadTypescript } from '../typescript.mjs';
import { betweenMarkers, json } from './files.mjs';

/** Anything, asked for anything: building a service must not need a server. */
const standIn = new Proxy(function standIn() {}, {
  get: (_, key) => (key === 'then' ? undefined : key === Symbol.toPrimitive ? () => '0' : standIn),
  apply: () => standIn,
  construct: () => standIn,
});

const row = (direction, message) =>
  `| ${direction} | \`${message.type}\` | \`${message.topic.name}\` | ${message.description} |`;

const tableOf = (published, consumers) =>
  [
    '| | message | topic | meaning |',
    '| --- | --- | --- | --- |',
    ...consumers.flatMap(({ name, accepts }) =>
      accepts.map((message) => row(`in (\`${name}\`)`, message)),
    ),
    ...published.map((message) => row('out', message)),
  ].join('\n');

/** @param {{ name: string, root: string, ownsDatabase: boolean }} app */
async function filesOf({ name, root }, { openApiDocument, authorisationMatrix, consumerGroups }) {
  const { buildApp } = await loadTypescript(`${root}/src/app.ts`);
  const parts = await buildApp(standIn);
  const consumers = parts.consumers ?? [];
  const known = new Set(consumerGroups.map(({ group }) => group));
  const unknown = consumers.filter((consumer) => !known.has(consumer.name));
  if (unknown.length > 0) {
    throw new Error(
      `libs/contracts/src/consumer-groups.ts lacks ${unknown.map((one) => one.name)}`,
    );
  }
  const { published } = await loadTypescript(`${root}/src/messages.ts`);
  const readme = `${root}/README.md`;
  const table = tableOf(published, [...consumers, ...(parts.projections ?? [])]);
  return {
    [readme]: betweenMarkers(readme, 'events', table),
    [`docs/authorisation/${name}.json`]: json(authorisationMatrix(parts.routes)),
    [`docs/openapi/${name}.json`]: json(
      openApiDocument(parts.routes, parts.info, parts.rejections),
    ),
  };
}

export async function serviceFiles() {
  const { openApiDocument, authorisationMatrix } = await loadTypescript(
    'libs/service/src/index.ts',
  );
  const { consumerGroups } = await loadTypescript('libs/contracts/src/index.ts');
  const services = deployables().filter(({ ownsDatabase }) => ownsDatabase);
  const files = [];
  for (const app of services)
    files.push(await filesOf(app, { openApiDocument, authorisationMatrix, consumerGroups }));
  return {
    ownedFolders: ['docs/openapi', 'docs/authorisation'],
    files: Object.assign({}, ...files),
  };
}
