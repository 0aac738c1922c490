import type { z } from 'zod';
import { Refusal } from '../response/problem';

type Part = 'path' | 'query' | 'body';

type FieldError = { readonly in: Part; readonly pointer: string; readonly detail: string };

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const errorsOf = (part: Part, issue: z.core.$ZodIssue): FieldError[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: part,
      pointer: pointerOf([...issue.path, key]),
      detail: 'unknown field',
    }));
  }
  return [{ in: part, pointer: pointerOf(issue.path), detail: issue.message }];
};

const MAX_ERRORS = 20;

const refuse = (errors: readonly FieldError[]): never => {
  const [first] = errors;
  const where = first?.in === 'body' ? 'body' : `${first?.in ?? 'request'} parameters`;
  const at = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`;
  throw new Refusal({
    code: 'invalid_request',
    detail: `Correct the ${where}${at}: ${first?.detail ?? 'it does not match the schema'}.`,
    ...(first === undefined ? {} : { field: first.pointer }),
    extensions: { errors: errors.slice(0, MAX_ERRORS) },
  });
};

const hasMembers = (input: unknown): boolean =>
  typeof input !== 'object' || input === null || Object.keys(input).length > 0;

/** Where no schema is declared nothing may be sent, save an empty object. */
const parseNothing = (part: Part, input: unknown): undefined => {
  if (input !== undefined && hasMembers(input)) {
    const keys = Object.keys(Object(input) as object);
    refuse(
      (keys.length === 0 ? [''] : keys).map((key) => ({
        in: part,
        pointer: key === '' ? '' : pointerOf([key]),
        detail: 'this operation takes none',
      })),
    );
  }
  return undefined;
};

/**
 * Parses one part of a request by its schema.
 *
 * @throws Refusal invalid_request, with every offending field as a JSON pointer
 */
export const parsePart = (schema: z.ZodType | undefined, part: Part, input: unknown): unknown => {
  if (schema === undefined) return parseNothing(part, input);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  return refuse(parsed.error.issues.flatMap((issue) => errorsOf(part, issue)));
};
