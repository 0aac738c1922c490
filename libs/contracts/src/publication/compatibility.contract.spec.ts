import { breakingChanges } from './compatibility';

const released = {
  type: 'object',
  required: ['id', 'price'],
  properties: {
    id: { type: 'string', description: 'an id' },
    price: {
      type: 'object',
      required: ['amount'],
      properties: { amount: { type: 'string', pattern: '^\\d+$' } },
    },
    kind: { type: 'string', enum: ['a', 'b'] },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
type Released = typeof released;
const changed = (change: (schema: Released) => void): Record<string, unknown> => {
  const copy = structuredClone(released);
  change(copy);
  return copy;
};

describe('breakingChanges', () => {
  it('finds none between equal schemas', () => {
    expect(breakingChanges(released, structuredClone(released))).toEqual([]);
  });

  it('allows an optional property, also a nested one', () => {
    const current = changed((schema) => {
      Object.assign(schema.properties, { note: { type: 'string' } });
      Object.assign(schema.properties.price.properties, { asset: { type: 'string' } });
    });
    expect(breakingChanges(released, current)).toEqual([]);
  });

  it('allows another description', () => {
    const current = changed((schema) => (schema.properties.id.description = 'the id'));
    expect(breakingChanges(released, current)).toEqual([]);
  });

  it.each<[string, (schema: Released) => void, string]>([
    [
      'a new required property',
      (schema) => {
        Object.assign(schema.properties, { note: { type: 'string' } });
        schema.required.push('note');
      },
      '/note: became required',
    ],
    [
      'a removed property',
      (schema) => delete (schema.properties as Partial<Released['properties']>).kind,
      '/kind: was removed',
    ],
    [
      'a property made optional',
      (schema) => schema.required.pop(),
      '/price: is no longer required',
    ],
    [
      'a narrowed pattern',
      (schema) => (schema.properties.price.properties.amount.pattern = '^[1-9]$'),
      '/price/amount#pattern: changed',
    ],
    [
      'another type',
      (schema) => (schema.properties.tags.items.type = 'integer'),
      '/tags#items#type: changed',
    ],
    [
      'a value added to an enumeration',
      (schema) => schema.properties.kind.enum.push('c'),
      '/kind#enum: changed',
    ],
    [
      'a keyword that was not there',
      (schema) => Object.assign(schema.properties.id, { maxLength: 3 }),
      '/id#maxLength: changed',
    ],
  ])('refuses %s', (_name, change, sentence) => {
    expect(breakingChanges(released, changed(change))).toEqual([sentence]);
  });
});
