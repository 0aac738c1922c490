import type { ApiDocument } from '../domain/merge-openapi';
import { html, type Html } from './html';
import { API_PAGE_STYLE } from './api-page.style';
import { describeSchema, type Schema } from './describe-schema';

type Media = { readonly schema?: Schema };
type Answer = {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Media>>;
};
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
};
type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Media>> };
  readonly responses?: Readonly<Record<string, Answer>>;
};
type Entry = { readonly method: string; readonly path: string; readonly operation: Operation };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const NOTHING = html``;

const entriesOf = (document: ApiDocument): Entry[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({
      method: method.toUpperCase(),
      path,
      operation: item[method] as Operation,
    })),
  );

const anchorOf = ({ method, path, operation }: Entry): string =>
  operation.operationId ?? `${method}-${path.replace(/\W+/g, '-')}`;

const parametersTable = (parameters: readonly Parameter[]): Html =>
  parameters.length === 0
    ? NOTHING
    : html`<table>
        <caption>
          Parameters
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">In</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          ${parameters.map(
            (parameter) =>
              html`<tr>
                <th scope="row">
                  <code>${parameter.name}</code>${parameter.required === true ? ' (required)' : ''}
                </th>
                <td>${parameter.in}</td>
                <td>${describeSchema(parameter.schema ?? {})}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;

const content = (media: Readonly<Record<string, Media>> | undefined): Html[] =>
  Object.entries(media ?? {}).map(
    ([type, { schema }]) =>
      html`<p><code>${type}</code></p>
        ${schema === undefined || '$ref' in schema ? NOTHING : describeSchema(schema)}`,
  );

const answers = (responses: Readonly<Record<string, Answer>>): Html =>
  html`<h4>Answers</h4>
    <dl>
      ${Object.entries(responses).map(
        ([status, answer]) =>
          html`<dt>${status}</dt>
            <dd>
              ${(answer.description ?? '').split('\n').map((line) => html`<p>${line}</p>`)}
              ${content(answer.content)}
            </dd>`,
      )}
    </dl>`;

const operationSection = (entry: Entry): Html => {
  const { operation } = entry;
  const body = operation.requestBody?.content;
  return html`<details id="${anchorOf(entry)}">
    <summary>
      <span class="method ${entry.method.toLowerCase()}">${entry.method}</span>
      <code>${entry.path}</code> <span class="what">${operation.summary ?? ''}</span>
    </summary>
    <p>${operation.description ?? ''}</p>
    ${parametersTable(operation.parameters ?? [])}
    ${
      body === undefined
        ? NOTHING
        : html`<h4>Body</h4>
            ${content(body)}`
    }
    ${answers(operation.responses ?? {})}
  </details>`;
};

const sections = (entries: readonly Entry[]): Html[] => {
  const tags = [...new Set(entries.map(({ operation }) => operation.tags?.[0] ?? 'other'))].sort();
  return tags.map(
    (tag) =>
      html`<section aria-labelledby="tag-${tag}">
        <h2 id="tag-${tag}">${tag}</h2>
        ${entries
          .filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag)
          .map(operationSection)}
      </section>`,
  );
};

const missingNote = (document: ApiDocument): Html => {
  const missing = (document as { 'x-outcry-missing'?: readonly string[] })['x-outcry-missing'];
  return missing === undefined
    ? NOTHING
    : html`<p role="status">Not answering now, so left out: ${missing.join(', ')}.</p>`;
};

/** The API as a page that needs nothing else: no script, no font, no other host. */
export const apiPage = (document: ApiDocument): string => {
  const info = document.info as { title?: string; version?: string; description?: string };
  const entries = entriesOf(document);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title ?? 'API'}</title>
        <style>
          ${{ markup: API_PAGE_STYLE }}
        </style>
      </head>
      <body>
        <a class="skip" href="#operations">Skip to the operations</a>
        <header>
          <h1>${info.title ?? 'API'} <small>${info.version ?? ''}</small></h1>
          <p>${info.description ?? ''}</p>
          <p><a href="/openapi.json">OpenAPI 3.1 document</a></p>
          ${missingNote(document)}
        </header>
        <main id="operations">${sections(entries)}</main>
      </body>
    </html>`;
  return page.markup;
};
