import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges } from './publication/compatibility';
import { jsonSchemaOf, messageRegistry } from './registry';

const folder = (name: string): string => join(__dirname, '..', name);
const read = (name: string, type: string): unknown =>
  JSON.parse(readFileSync(join(folder(name), `${type}.json`), 'utf8'));
const typesIn = (name: string): string[] =>
  readdirSync(folder(name)).map((file) => file.replace(/\.json$/, ''));
const byType = new Map(messageRegistry.map((message) => [message.type, message]));

describe('golden examples', () => {
  it('exist for every version of every message, and for nothing else', () => {
    expect(typesIn('examples').sort()).toEqual([...byType.keys()].sort());
  });

  it.each([...byType.keys()])('%s parses today and reads the same again', (type) => {
    const example = read('examples', type);
    expect(byType.get(type)?.data.parse(example)).toEqual(example);
  });

  it.each([...byType.keys()])('%s is read tolerantly: an unknown field is dropped', (type) => {
    const example = read('examples', type) as Record<string, unknown>;
    expect(byType.get(type)?.data.parse({ ...example, laterField: 1 })).toEqual(example);
  });

  it.each([...byType.keys()])('%s refuses data without its first field', (type) => {
    const [[, ...rest]] = [Object.entries(read('examples', type) as object)];
    expect(byType.get(type)?.data.safeParse(Object.fromEntries(rest)).success).toBe(false);
  });
});

describe('released schemas', () => {
  it.each(typesIn('released'))('%s is still compatible', (type) => {
    const message = byType.get(type);
    expect(message).toBeDefined();
    const released = read('released', type) as Record<string, unknown>;
    expect(message && breakingChanges(released, jsonSchemaOf(message))).toEqual([]);
  });

  it('are there: a check over nothing would prove nothing', () => {
    expect(typesIn('released').length).toBeGreaterThan(0);
  });
});
