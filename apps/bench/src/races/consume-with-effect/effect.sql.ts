import { prepare, type Sql } from '@outcry/messaging';

/** One row for each event: what a handler of the smallest kind does. */
export const CREATE_EFFECT = `
CREATE TABLE effect (event_id uuid PRIMARY KEY, key text NOT NULL, place text NOT NULL)`;

const INSERT_EFFECTS = prepare(
  'bench_effects',
  `INSERT INTO effect (event_id, key, place)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`,
);

// As the consumer claims: the rows of the inbox are what makes an effect happen once.
const CLAIM = prepare(
  'bench_claim',
  `INSERT INTO inbox (consumer, event_id)
SELECT $1, event_id FROM unnest($2::uuid[]) AS event_id ORDER BY event_id
ON CONFLICT DO NOTHING RETURNING event_id`,
);

export type Effect = { readonly id: string; readonly key: string; readonly place: string };

export const insertEffects = async (sql: Sql, effects: readonly Effect[]): Promise<void> => {
  await sql.query(INSERT_EFFECTS, [
    effects.map(({ id }) => id),
    effects.map(({ key }) => key),
    effects.map(({ place }) => place),
  ]);
};

/** The whole transaction of a batch, without a consumer around it. */
export const claimAndInsert = async (
  sql: Sql,
  consumer: string,
  effects: readonly Effect[],
): Promise<void> => {
  await sql.query(CLAIM, [consumer, effects.map(({ id }) => id)]);
  await insertEffects(sql, effects);
};
