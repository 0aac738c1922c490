import type { Database } from '../sql';

/** One thing that should not be; ids only, never an amount, a secret or a message's data. */
export type Finding = {
  /** What it is about: a key, an account, a shard. The same thing has the same subject again. */
  readonly subject: string;
  readonly detail: string;
  /** Since when, where the data tell; else since it was first found. */
  readonly since?: Date | null;
};

/** A promise that is looked after while the system runs. */
export type Invariant = {
  /** snake_case; the value of the metrics' label `invariant`. */
  readonly name: string;
  /** `docs/runbooks/<runbook>.md` says what to do. */
  readonly runbook: string;
  /** How long a subject must have been found before it counts: what mends itself is no news. */
  readonly lastingMs?: number;
  /** True where it is told without asking the database. */
  readonly needsNoDatabase?: boolean;
  /** Findings now; bounded in number and cost. */
  readonly look: (database: Database) => Promise<readonly Finding[]>;
};

type Named = Pick<Invariant, 'name' | 'runbook' | 'lastingMs'>;

/** An invariant that one statement decides: its rows (subject, detail, since) are the findings. */
export const sqlInvariant = (named: Named, statement: string): Invariant => ({
  ...named,
  look: async (database) => (await database.query<Finding>(statement)).rows,
});
