import { defineMessage, defineTopic } from '@outcry/contracts';
import { z } from 'zod';
import { strictPayload } from './strict-payload';

const definition = defineMessage({
  type: 'harbour.crate-moved.v1',
  topic: defineTopic({
    name: 'harbour.crate.v1',
    kind: 'event',
    owner: 'harbour',
    key: 'the crate',
    description: 'For tests.',
  }),
  description: 'For tests.',
  data: z.object({
    place: z.string(),
    price: z.object({ amount: z.string(), asset: z.string() }).optional(),
    tags: z.array(z.object({ name: z.string() })).optional(),
    extra: z.record(z.string(), z.unknown()).optional(),
    note: z.string().nullable().optional(),
  }),
});
const payload = (data: unknown): string => strictPayload(definition, data);

describe('the payload of an emitted message', () => {
  it('is the data as compact JSON', () => {
    expect(payload({ place: 'quay', note: null })).toBe('{"place":"quay","note":null}');
  });

  it('leaves out what is undefined', () => {
    expect(payload({ place: 'quay', price: undefined })).toBe('{"place":"quay"}');
  });

  it('keeps free-form records as they are', () => {
    const data = { place: 'quay', extra: { any: [1, { thing: true }] } };
    expect(JSON.parse(payload(data))).toEqual(data);
  });

  it.each<[string, unknown, string]>([
    ['a wrong type', { place: 1 }, 'harbour.crate-moved.v1 breaks its contract: /place: '],
    ['a missing field', {}, '/place: '],
    ['two problems', { place: 1, note: 2 }, '; /note: '],
    ['an unknown field', { place: 'q', smell: 'fish' }, 'contract: /smell is not in it'],
    [
      'an unknown field inside',
      { place: 'q', price: { amount: '1', asset: 'USD/2', tax: '0' } },
      '/price/tax is not in it',
    ],
    [
      'an unknown field inside a list',
      { place: 'q', tags: [{ name: 'a' }, { name: 'b', colour: 'red' }] },
      '/tags/1/colour is not in it',
    ],
    ['no object at all', null, 'breaks its contract'],
  ])('is refused as a defect for %s', (_name, data, sentence) => {
    expect(() => payload(data)).toThrow(
      expect.objectContaining({ name: 'Defect', message: expect.stringContaining(sentence) }),
    );
  });
});
