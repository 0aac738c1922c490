import { mergeOpenApi, type ApiDocument } from './merge-openapi';

const info = { title: 'All', version: '1' };
const document = (more: Partial<ApiDocument>): ApiDocument => ({
  openapi: '3.1.0',
  info: {},
  paths: {},
  ...more,
});
const problem = { type: 'object', required: ['type', 'status'] };
const reference = { schema: { $ref: '#/components/schemas/Problem' } };

it('puts the paths of all services together, in order', () => {
  const merged = mergeOpenApi(
    info,
    [
      { name: 'b', document: document({ paths: { '/v1/z': { get: { operationId: 'z' } } } }) },
      { name: 'a', document: document({ paths: { '/v1/a': { get: { operationId: 'a' } } } }) },
    ],
    [],
  );

  expect(merged).toMatchObject({ openapi: '3.1.0', info });
  expect(Object.keys(merged.paths)).toEqual(['/v1/a', '/v1/z']);
  expect(merged).not.toHaveProperty('x-outcry-missing');
});

it('joins the methods of a path that two services share; the first keeps what both have', () => {
  const first = document({ paths: { '/x': { get: 1, post: 1 } } });
  const second = document({ paths: { '/x': { get: 2, put: 2 } } });
  const merged = mergeOpenApi(
    info,
    [
      { name: 'a', document: first },
      { name: 'b', document: second },
    ],
    [],
  );

  expect(merged.paths['/x']).toEqual({ get: 1, post: 1, put: 2 });
});

it('keeps a component that is the same everywhere once, whatever its order', () => {
  const same = { required: ['type', 'status'], type: 'object' };
  const merged = mergeOpenApi(
    info,
    [
      { name: 'a', document: document({ components: { schemas: { Problem: problem } } }) },
      { name: 'b', document: document({ components: { schemas: { Problem: same } } }) },
    ],
    [],
  );

  expect(merged.components).toEqual({ schemas: { Problem: problem } });
});

it('renames a component that means something else, and whatever refers to it', () => {
  const other = document({
    components: { schemas: { Problem: { type: 'string' }, List: { items: [reference.schema] } } },
    paths: { '/b': { get: { content: reference } } },
  });
  const merged = mergeOpenApi(
    info,
    [
      {
        name: 'a',
        document: document({
          components: { schemas: { Problem: problem } },
          paths: { '/a': { get: { content: reference } } },
        }),
      },
      { name: 'b', document: other },
    ],
    [],
  );

  const renamed = { $ref: '#/components/schemas/b_Problem' };
  expect(merged.components).toEqual({
    schemas: { Problem: problem, b_Problem: { type: 'string' }, List: { items: [renamed] } },
  });
  expect(merged.paths['/a']).toEqual({ get: { content: reference } });
  expect(merged.paths['/b']).toEqual({ get: { content: { schema: renamed } } });
});

it('names the services that did not answer', () => {
  expect(mergeOpenApi(info, [], ['ledger'])).toMatchObject({ 'x-outcry-missing': ['ledger'] });
});
