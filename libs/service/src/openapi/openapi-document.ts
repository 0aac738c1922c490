import type { RejectionRegistry } from '@outcry/contracts';
import { mergeRegistries } from '../http/response/problem';
import type { EndpointDefinition, Route } from '../http/endpoint';
import { parametersOf, requestBodyOf } from './request-description';
import { problemSchema, responsesOf } from './response-description';

export type ApiInfo = {
  readonly title: string;
  readonly version: string;
  readonly description: string;
};

export type OpenApiDocument = {
  readonly openapi: '3.1.0';
  readonly info: ApiInfo & { readonly license: { readonly name: string } };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, unknown>>;
};

const REQUEST_ID_HEADER = {
  description: 'The id of this request: the caller’s own, or a new one; quoted in problems.',
  schema: { type: 'string' },
};

const COMPONENTS = {
  securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
  headers: { RequestId: REQUEST_ID_HEADER },
};

/** An empty requirement beside the token's makes the token optional. */
const securityOf = ({ access }: EndpointDefinition): object[] =>
  access === 'public' ? [{}, { bearer: [] }] : [{ bearer: [] }];

const accessNote = ({ access, demo }: EndpointDefinition): string => {
  const who = access === 'public' ? 'Public.' : `Roles: ${access.roles.join(', ')}.`;
  return demo === true ? `${who} Only in a demo, from the loopback address.` : who;
};

const operationOf = (definition: EndpointDefinition, registry: RejectionRegistry): object => {
  const parameters = parametersOf(definition);
  const requestBody = requestBodyOf(definition);
  return {
    operationId: definition.operationId,
    summary: definition.summary,
    description: accessNote(definition),
    tags: [definition.tag],
    security: securityOf(definition),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(definition, registry),
  };
};

/**
 * The OpenAPI 3.1 document of a set of operations, from the schemas that parse them; equal input
 * gives an equal document.
 */
export const openApiDocument = (
  routes: readonly Pick<Route, 'definition'>[],
  info: ApiInfo,
  rejections: readonly RejectionRegistry[] = [],
): OpenApiDocument => {
  const registry = mergeRegistries(rejections);
  const definitions = routes.map(({ definition }) => definition);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const definition of definitions) {
    const item = (paths[definition.path] ??= {});
    item[definition.method.toLowerCase()] = operationOf(definition, registry);
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0' } },
    tags: [...new Set(definitions.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { ...COMPONENTS, schemas: { Problem: problemSchema } },
  };
};
