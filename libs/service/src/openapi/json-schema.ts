import { z } from 'zod';

/** A JSON Schema as far as it is looked into here. */
export type JsonSchema = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
};

/**
 * The JSON Schema (draft 2020-12, which OpenAPI 3.1 uses) of what a caller sends (`input`) or gets
 * (`output`).
 */
export const jsonSchemaOf = (schema: z.ZodType, side: 'input' | 'output'): JsonSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: side,
    unrepresentable: 'any',
  });
  return rest as JsonSchema;
};
