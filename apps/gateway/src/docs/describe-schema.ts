import { html, type Html } from './html';

/** As much of JSON Schema as Outcry's own documents use. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
};

const MAX_DEPTH = 6;

const bounds = (schema: Schema): string => {
  const facts = [
    schema.format,
    schema.pattern === undefined ? undefined : `pattern ${schema.pattern}`,
    schema.minimum === undefined ? undefined : `≥ ${schema.minimum}`,
    schema.maximum === undefined ? undefined : `≤ ${schema.maximum}`,
    schema.minLength === undefined ? undefined : `at least ${schema.minLength} long`,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} long`,
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
  ].filter((fact) => fact !== undefined);
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`;
};

const typeName = (schema: Schema): string => {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'object';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map(typeName).join(' | ');
  if (schema.type === 'array') return `list of ${typeName(schema.items ?? {})}`;
  return typeof schema.type === 'string' ? schema.type : (schema.type?.join(' | ') ?? 'any');
};

/** What has members of its own worth listing. */
const membersOf = (schema: Schema): Schema | null => {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return membersOf(schema.items);
  for (const option of schema.anyOf ?? schema.oneOf ?? []) {
    const members = membersOf(option);
    if (members !== null) return members;
  }
  return null;
};

/** A schema as nested lists of its members. */
export const describeSchema = (schema: Schema, depth = 0): Html => {
  const head = html`<span
    ><em>${typeName(schema)}</em>${bounds(schema)} ${schema.description ?? ''}</span
  >`;
  const members = depth >= MAX_DEPTH ? null : membersOf(schema);
  if (members === null) return head;
  const required = new Set(members.required ?? []);
  return html`${head}
    <ul>
      ${Object.entries(members.properties ?? {}).map(
        ([name, member]) =>
          html`<li>
            <code>${name}</code>${required.has(name) ? '' : ' (optional)'}:
            ${describeSchema(member, depth + 1)}
          </li>`,
      )}
    </ul>`;
};
