type Schema = Readonly<Record<string, unknown>>;

/** Words that tell people something and validators nothing. */
const ANNOTATIONS = new Set(['description', 'title', '$id', '$schema', 'examples']);

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const namesOf = (schema: Schema): string[] => [
  ...new Set(Array.isArray(schema['required']) ? (schema['required'] as string[]) : []),
];

const propertiesOf = (schema: Schema): Schema =>
  isObject(schema['properties']) ? schema['properties'] : {};

const requiredChanges = (released: Schema, current: Schema, path: string): string[] => {
  const before = new Set(namesOf(released));
  const after = new Set(namesOf(current));
  return [
    ...[...after].filter((n) => !before.has(n)).map((n) => `${path}/${n}: became required`),
    ...[...before].filter((n) => !after.has(n)).map((n) => `${path}/${n}: is no longer required`),
  ];
};

const propertyChanges = (released: Schema, current: Schema, path: string): string[] => {
  const after = propertiesOf(current);
  return Object.entries(propertiesOf(released)).flatMap(([name, schema]) =>
    name in after
      ? compare(schema, after[name], `${path}/${name}`)
      : [`${path}/${name}: was removed`],
  );
};

const keywordChanges = (released: Schema, current: Schema, path: string): string[] =>
  [...new Set([...Object.keys(released), ...Object.keys(current)])]
    .filter((word) => !ANNOTATIONS.has(word) && word !== 'properties' && word !== 'required')
    .flatMap((word) => compare(released[word], current[word], `${path}#${word}`));

const compare = (released: unknown, current: unknown, path: string): string[] => {
  if (isObject(released) && isObject(current)) {
    return [
      ...requiredChanges(released, current, path),
      ...propertyChanges(released, current, path),
      ...keywordChanges(released, current, path),
    ];
  }
  if (Array.isArray(released) && Array.isArray(current) && released.length === current.length) {
    return released.flatMap((item, index) =>
      compare(item, (current as unknown[])[index], `${path}/${index}`),
    );
  }
  return stable(released) === stable(current) ? [] : [`${path}: changed`];
};

/**
 * What makes `current` break with `released`, as sentences; none means compatible. Within a version
 * only optional properties may be added: anything else is the message's next version.
 *
 * @param released JSON Schema as last released
 * @param current JSON Schema as the code declares it now
 */
export const breakingChanges = (released: Schema, current: Schema): string[] =>
  compare(released, current, '');
