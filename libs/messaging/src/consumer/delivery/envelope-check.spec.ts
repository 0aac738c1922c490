import { envelopeSchema } from '@outcry/contracts';
import fc from 'fast-check';
import { eventIdOf, isEnvelope } from './envelope-check';

const REQUIRED = {
  ce_specversion: '1.0',
  ce_id: '019a0000-0000-7000-8000-00000000000a',
  ce_source: '/outcry/test',
  ce_type: 'parcel.moved.v1',
  ce_time: '2026-11-21T12:00:00.000Z',
  ce_subject: 'a',
  ce_dataschema: '/schemas/parcel.moved.v1.json',
  ce_partitionkey: 'a',
  ce_tenantid: 'default',
};
const OPTIONAL = {
  ce_sequence: '00000000000000000007',
  ce_correlationid: 'c',
  ce_causationid: 'd',
  'content-type': 'application/json',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: '',
  baggage: '',
};
const WHOLE: Readonly<Record<string, string>> = { ...REQUIRED, ...OPTIONAL, 'x-more': '1' };

const schemaTakes = (headers: Readonly<Record<string, string>>): boolean =>
  envelopeSchema.safeParse(headers).success;

describe('the check of an envelope', () => {
  it('takes a whole one, and one with no more than it must have', () => {
    expect([isEnvelope(WHOLE), isEnvelope(REQUIRED)]).toEqual([true, true]);
  });

  it('knows every attribute of the schema', () => {
    expect(Object.keys({ ...REQUIRED, ...OPTIONAL }).sort()).toEqual(
      Object.keys(envelopeSchema.shape).sort(),
    );
  });

  it.each(Object.keys(WHOLE))('says what the schema says of any %s, and of none', (name) => {
    const { [name]: _left, ...without } = WHOLE;
    expect(isEnvelope(without)).toBe(schemaTakes(without));
    for (const value of ['', ' ', '1.0', '7', '0'.repeat(20), '0'.repeat(21), 'x'.repeat(300)]) {
      const headers = { ...WHOLE, [name]: value };
      expect([value, isEnvelope(headers)]).toEqual([value, schemaTakes(headers)]);
    }
  });

  it('says what the schema says of any headers with an id of version 7', () => {
    const name = fc.constantFrom(...Object.keys(WHOLE).filter((one) => one !== 'ce_id'));
    const value = fc.option(fc.oneof(fc.string(), fc.constantFrom(...Object.values(WHOLE))));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 3 }), (changes) => {
        const headers: Record<string, string> = { ...WHOLE };
        for (const [at, to] of changes) {
          if (to === null) delete headers[at];
          else headers[at] = to;
        }
        expect(isEnvelope(headers)).toBe(schemaTakes(headers));
      }),
    );
  });

  it.each([
    ['019a0000-0000-7000-8000-00000000000a', true],
    ['019A0000-0000-7000-B000-00000000000A', true],
    ['019a0000-0000-4000-8000-00000000000a', false],
    ['019a0000-0000-7000-c000-00000000000a', false],
    ['019a0000-0000-7000-8000-00000000000', false],
    ['019a0000-0000-7000-8000-00000000000ab', false],
    ['g19a0000-0000-7000-8000-00000000000a', false],
    ['', false],
    [undefined, false],
  ])('wants an id of version 7: %s', (id, is) => {
    expect(eventIdOf(id)).toBe(is ? id?.toLowerCase() : null);
    const { ce_id: _left, ...without } = WHOLE;
    expect(isEnvelope(id === undefined ? without : { ...WHOLE, ce_id: id })).toBe(is);
  });
});
