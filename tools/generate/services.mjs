/**
 * What each service publishes and consumes, into its README, and its OpenAPI document, from the
 * service's own declarations (`src/messages.ts`, `src/http/routes.ts`).
 */
import { existsSync, readdirSync } from 'node:fs';
import { loadTypescript } from '../typescript.mjs';
import { betweenMarkers, json } from './files.mjs';

/** Names of the apps that declare their messages: the services. */
export const services = () => readdirSync('apps').filter((name) => existsSync(`apps/${name}/src/messages.ts`));

const row = (direction, message) =>
  `| ${direction} | \`${message.type}\` | \`${message.topic.name}\` | ${message.description} |`;

const tableOf = ({ published, consumers }) =>
  [
    '| | message | topic | meaning |',
    '| --- | --- | --- | --- |',
    ...consumers.flatMap(({ group, accepts }) => accepts.map((one) => row(`in (\`${group}\`)`, one))),
    ...published.map((message) => row('out', message)),
  ].join('\n');

async function filesOf(service) {
  const messages = await loadTypescript(`apps/${service}/src/messages.ts`);
  const readme = `apps/${service}/README.md`;
  const files = { [readme]: betweenMarkers(readme, 'events', tableOf(messages)) };
  if (existsSync(`apps/${service}/src/openapi.ts`)) {
    const { openApi } = await loadTypescript(`apps/${service}/src/openapi.ts`);
    files[`docs/openapi/${service}.json`] = json(openApi());
  }
  return files;
}

export async function serviceFiles() {
  const files = await Promise.all(services().map(filesOf));
  return { ownedFolders: ['docs/openapi'], files: Object.assign({}, ...files) };
}
