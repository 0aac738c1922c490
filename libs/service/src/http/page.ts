import { z } from 'zod';

/** Where a page begins: after the row with these keys, hidden in base64url. */
export type Cursor = readonly string[];

const decode = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

const cursorOf = (keys: readonly z.ZodType<string>[]) => {
  const parts = z.array(z.string()).length(keys.length);
  return z
    .string()
    .max(600)
    .describe('`nextCursor` of the page before')
    .transform((text, context): Cursor => {
      const parsed = parts.safeParse(decode(text));
      if (parsed.success && keys.every((key, index) => key.safeParse(parsed.data[index]).success)) {
        return parsed.data;
      }
      context.addIssue({ code: 'custom', message: 'is not the nextCursor of an earlier page' });
      return z.NEVER;
    });
};

/**
 * The query parameters of a list whose cursor has these keys; a cursor that no page of the list
 * gave is refused with the field's name.
 */
export const pageQuery = (...keys: readonly z.ZodType<string>[]) => ({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursorOf(keys).optional(),
});

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** Rows were asked for one beyond `limit`, which tells whether there is a next page. */
export const pageOf = <Row, T>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => T,
  keysOf: (row: Row) => Cursor,
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(view),
    nextCursor: more ? Buffer.from(JSON.stringify(keysOf(last))).toString('base64url') : null,
  };
};

export const pageSchema = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
