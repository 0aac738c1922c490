import type { z } from 'zod';
import type { EndpointDefinition } from '../http/endpoint';
import { jsonSchemaOf } from './json-schema';

type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: object;
};

const parametersFrom = (schema: z.ZodType | undefined, place: 'path' | 'query'): Parameter[] => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input');
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(property.description === undefined ? {} : { description: property.description }),
    schema: property,
  }));
};

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'New for each intent, the same for a retry: the first outcome is answered again, byte for byte, for at least seven days.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const REQUEST_ID: Parameter = {
  name: 'X-Request-Id',
  in: 'header',
  required: false,
  description: 'An id of the caller’s choice, echoed and logged.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,128}$' },
};

const TENANT: Parameter = {
  name: 'X-Tenant-Id',
  in: 'header',
  required: false,
  description: 'The tenant of a call without a token; a token names its own.',
  schema: { type: 'string', default: 'default' },
};

export const parametersOf = (definition: EndpointDefinition): Parameter[] => [
  ...parametersFrom(definition.params, 'path'),
  ...parametersFrom(definition.query, 'query'),
  ...(definition.idempotency === 'required' ? [IDEMPOTENCY_KEY] : []),
  REQUEST_ID,
  ...(definition.access === 'public' ? [TENANT] : []),
];

export const requestBodyOf = ({ body }: EndpointDefinition): object | undefined =>
  body === undefined
    ? undefined
    : { required: true, content: { 'application/json': { schema: jsonSchemaOf(body, 'input') } } };
