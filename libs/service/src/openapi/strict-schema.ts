import { assert } from '@outcry/kernel';
import type { EndpointDefinition } from '../http/endpoint';
import { jsonSchemaOf, type JsonSchema } from './json-schema';

/** Places of objects that would silently drop a field they do not know. */
const looseObjects = (schema: unknown, at: string): string[] => {
  if (Array.isArray(schema)) return schema.flatMap((one) => looseObjects(one, at));
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, additionalProperties } = schema as JsonSchema;
  const here = properties !== undefined && additionalProperties !== false ? [at] : [];
  return here.concat(
    Object.entries(schema).flatMap(([keyword, inner]) => looseObjects(inner, `${at}/${keyword}`)),
  );
};

/**
 * Proves at start that what a caller sends is refused when it holds an unknown field, at any depth.
 *
 * @throws Defect naming the operation and the place
 */
export const assertStrictRequest = (definition: EndpointDefinition): void => {
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = definition[part];
    if (schema === undefined) continue;
    const loose = looseObjects(jsonSchemaOf(schema, 'input'), part);
    assert(
      loose.length === 0,
      `${definition.operationId}: use z.strictObject, unknown fields pass at ${loose.join(', ')}`,
    );
  }
};
