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

export type TransactOptions = {
  /**
   * Says that what `work` sends until its first wait only reads and locks. It may then go to the
   * server along with BEGIN: should that be refused, nothing was written outside a transaction.
   */
  readonly readsFirst?: boolean;
};

/** Runs `work` in one READ COMMITTED transaction; 40P01 and 40001 roll back and run it again. */
export type Transact = <T>(work: (sql: Sql) => Promise<T>, options?: TransactOptions) => Promise<T>;

/** A database as messaging sees it: plain statements, and transactions. */
export type Database = Sql & { readonly transact: Transact };

type Prepared = { readonly name: string; readonly byIndex: boolean };

const prepared = new Map<string, Prepared>();

/**
 * Marks a statement that is sent over and over for few rows: where the caller's `Sql` can, each
 * connection prepares it once. Planning such a statement costs the server more than running it.
 * Not for one whose best plan depends on its values, or on how full its tables are.
 *
 * @param name unique in the process
 * @returns the text, to be sent as ever
 */
export const prepare = (name: string, text: string): string => {
  prepared.set(text, { name, byIndex: false });
  return text;
};

/**
 * Like {@link prepare}, for a statement that a plan made while its table was empty would have scan
 * all of it later: only connections that always go by an index may keep it.
 */
export const prepareByIndex = (name: string, text: string): string => {
  prepared.set(text, { name, byIndex: true });
  return text;
};

/**
 * The name under which a connection may keep the statement; undefined: it is planned each time.
 *
 * @param byIndex whether the connection leaves the planner nothing but indexes, where there are any
 */
export const preparedName = (text: string, byIndex = false): string | undefined => {
  const found = prepared.get(text);
  return found?.byIndex === true && !byIndex ? undefined : found?.name;
};
