type Json = Readonly<Record<string, unknown>>;

/** As much of an OpenAPI 3.1 document as merging looks at. */
export type ApiDocument = {
  readonly openapi: string;
  readonly info: Json;
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Json>>;
  readonly components?: Readonly<Record<string, unknown>>;
};

export type NamedDocument = { readonly name: string; readonly document: ApiDocument };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text by which two components are the same whatever the order of their members. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
};

const sectionsOf = (document: ApiDocument): [string, Json][] =>
  Object.entries(document.components ?? {}).filter((entry): entry is [string, Json] =>
    isObject(entry[1]),
  );

const renameRefs = (value: unknown, renamed: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => renameRefs(item, renamed));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string'
        ? (renamed.get(member) ?? member)
        : renameRefs(member, renamed),
    ]),
  );
};

/** References of `document` whose component exists already with another content, and new names. */
const collisions = (
  merged: Readonly<Record<string, Json>>,
  { name, document }: NamedDocument,
): ReadonlyMap<string, string> => {
  const renamed = new Map<string, string>();
  for (const [section, components] of sectionsOf(document)) {
    for (const [key, component] of Object.entries(components)) {
      const known = merged[section]?.[key];
      if (known === undefined || canonical(known) === canonical(component)) continue;
      renamed.set(`#/components/${section}/${key}`, `#/components/${section}/${name}_${key}`);
    }
  }
  return renamed;
};

const keyAfter = (section: string, key: string, renamed: ReadonlyMap<string, string>): string =>
  renamed.get(`#/components/${section}/${key}`)?.split('/').at(-1) ?? key;

const addComponents = (
  merged: Record<string, Record<string, unknown>>,
  document: ApiDocument,
  renamed: ReadonlyMap<string, string>,
): void => {
  for (const [section, components] of sectionsOf(document)) {
    const target = (merged[section] ??= {});
    for (const [key, component] of Object.entries(components)) {
      target[keyAfter(section, key, renamed)] = renameRefs(component, renamed);
    }
  }
};

/**
 * One document for the services behind the edge. Components of the same name and content are kept
 * once; of the same name and other content, the later one gets its service's name before its own.
 * The first owner of a path and method keeps it.
 */
export const mergeOpenApi = (
  info: Json,
  documents: readonly NamedDocument[],
  missing: readonly string[],
): ApiDocument & Json => {
  const components: Record<string, Record<string, unknown>> = {};
  const paths: Record<string, Json> = {};
  const tags = new Map<string, { readonly name: string }>();
  for (const named of documents) {
    const renamed = collisions(components, named);
    addComponents(components, named.document, renamed);
    for (const [path, item] of Object.entries(named.document.paths)) {
      paths[path] = { ...(renameRefs(item, renamed) as Json), ...paths[path] };
    }
    for (const tag of named.document.tags ?? []) tags.set(tag.name, tag);
  }
  return {
    openapi: '3.1.0',
    info,
    tags: [...tags.values()],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components,
    ...(missing.length === 0 ? {} : { 'x-outcry-missing': missing }),
  };
};
