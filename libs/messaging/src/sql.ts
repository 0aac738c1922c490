/**
 * The one thing that messaging needs of a database: a statement in the caller's transaction.
 * node-postgres clients have it as they are; `prismaSql` wraps a Prisma transaction.
 */
export type Sql = {
  readonly query: <Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<{ readonly rows: Row[]; readonly rowCount: number }>;
};

/** Runs `work` in one READ COMMITTED transaction; 40P01 and 40001 roll back and run it again. */
export type Transact = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;

/** A database as messaging sees it: plain statements, and transactions. */
export type Database = Sql & { readonly transact: Transact };
