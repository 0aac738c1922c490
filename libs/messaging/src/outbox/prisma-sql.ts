import type { Sql } from '../sql';

/** The raw statements of a Prisma client or interactive transaction. */
export type PrismaRaw = {
  readonly $queryRawUnsafe: <T = unknown>(text: string, ...values: unknown[]) => Promise<T>;
  readonly $executeRawUnsafe: (text: string, ...values: unknown[]) => Promise<number>;
};

const RETURNS_ROWS = /^\s*(select|with|values)\b|\breturning\b/i;

/** A Prisma transaction as messaging needs it: `prisma.$transaction((tx) => … prismaSql(tx) …)`. */
export const prismaSql = (tx: PrismaRaw): Sql => ({
  query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    if (!RETURNS_ROWS.test(text)) {
      return { rows: [] as Row[], rowCount: await tx.$executeRawUnsafe(text, ...values) };
    }
    const rows = await tx.$queryRawUnsafe<Row[]>(text, ...values);
    return { rows, rowCount: rows.length };
  },
});
