import { defineRejections } from '@outcry/contracts';
import { z } from 'zod';
import { defineEndpoint, route } from '../http/endpoint';
import { authorisationMatrix } from './authorisation-matrix';
import { openApiDocument } from './openapi-document';
import { assertStrictRequest } from './strict-schema';

const getThing = defineEndpoint({
  method: 'GET',
  path: '/v1/things/{thingId}',
  operationId: 'getThing',
  summary: 'One thing',
  tag: 'things',
  access: { roles: ['bidder', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ thingId: z.uuid().describe('the thing') }),
  query: z.strictObject({ limit: z.coerce.number().int().max(100).default(20) }),
  responses: { 200: { description: 'it', schema: z.object({ id: z.string() }) } },
});
const makeThing = defineEndpoint({
  method: 'POST',
  path: '/v1/things',
  operationId: 'makeThing',
  summary: 'Make a thing',
  tag: 'things',
  access: 'public',
  idempotency: 'required',
  body: z.strictObject({ name: z.string() }),
  responses: { 201: { description: 'made' } },
  rejections: ['thing_taken'],
});
const rejections = [
  defineRejections({ thing_taken: { title: 'Taken', status: 409, retryable: false } }),
];
const routes = [getThing, makeThing].map((definition) =>
  route(definition, async () => ({ status: 200 })),
);
const info = { title: 'Things', version: '1.0.0', description: 'of things' };

// Deep access into a document whose shape the test itself asserts.
const document = JSON.parse(JSON.stringify(openApiDocument(routes, info, rejections)));

describe('the OpenAPI document', () => {
  it('describes parameters from the schemas that parse them', () => {
    const { parameters } = document.paths['/v1/things/{thingId}'].get;
    expect(parameters.slice(0, 2)).toMatchObject([
      { name: 'thingId', in: 'path', required: true, description: 'the thing' },
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100 } },
    ]);
  });

  it('describes bodies that refuse unknown fields', () => {
    const { requestBody } = document.paths['/v1/things'].post;
    expect(requestBody.content['application/json'].schema).toMatchObject({
      required: ['name'],
      additionalProperties: false,
    });
  });

  it('lists refusals by status, as problem documents', () => {
    const { responses } = document.paths['/v1/things'].post;
    expect(responses['409'].description).toBe(
      '- `idempotency_key_in_flight`: The first request with this key is still running\n- `thing_taken`: Taken',
    );
    expect(Object.keys(responses['409'].content)).toEqual(['application/problem+json']);
    expect(Object.keys(document.paths['/v1/things/{thingId}'].get.responses)).not.toContain('413');
  });

  it('makes the token optional on public operations only', () => {
    expect(document.paths['/v1/things'].post.security).toEqual([{}, { bearer: [] }]);
    expect(document.paths['/v1/things/{thingId}'].get.security).toEqual([{ bearer: [] }]);
  });

  it('refuses a rejection code that no registry has', () => {
    expect(() => openApiDocument(routes, info)).toThrow('thing_taken');
  });
});

describe('the authorisation matrix', () => {
  it('says for every operation what each role gets from its own and another’s resource', () => {
    const rows = authorisationMatrix(routes).map(
      ({ operationId, caller, resource, expected }) =>
        `${operationId} ${caller} ${resource}: ${expected}`,
    );
    expect(rows).toEqual([
      'getThing anonymous own: unauthenticated',
      'getThing anonymous foreign: unauthenticated',
      'getThing bidder own: allowed',
      'getThing bidder foreign: not_found',
      'getThing seller own: forbidden',
      'getThing seller foreign: forbidden',
      'getThing operator own: allowed',
      'getThing operator foreign: allowed',
      'makeThing anonymous own: allowed',
      'makeThing bidder own: allowed',
      'makeThing seller own: allowed',
      'makeThing operator own: allowed',
    ]);
  });
});

describe('a request schema', () => {
  it.each([
    ['at its top', z.object({ name: z.string() })],
    ['deep inside', z.strictObject({ items: z.array(z.object({ id: z.string() })) })],
  ])('that lets unknown fields pass %s is a defect', (_where, body) => {
    expect(() => assertStrictRequest({ ...makeThing, body })).toThrow(
      'makeThing: use z.strictObject',
    );
  });

  it('that refuses them everywhere is accepted', () => {
    expect(() => assertStrictRequest(makeThing)).not.toThrow();
    const record = z.strictObject({ labels: z.record(z.string(), z.string()) });
    expect(() => assertStrictRequest({ ...makeThing, body: record })).not.toThrow();
  });
});
