import { OWNERS, type Databases } from '../system/databases';
import type { TopicRecord, Topics } from '../system/topics';

/** Domain JSON as bidding stores it: integers of any size are tagged. */
export const untagged = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === '$n') return BigInt(entries[0][1] as string);
  return Object.fromEntries(entries.map(([name, field]) => [name, untagged(field)]));
};

export type JournalEvent = { readonly type: string; readonly atMs: number } & Record<
  string,
  unknown
>;
export type AuctionRow = {
  readonly auction_id: string;
  readonly sale_id: string;
  readonly status: string;
  readonly sequence: number;
  readonly version: number;
  readonly ends_at: Date | null;
  readonly journal: readonly JournalEvent[];
};
export type PaddleRow = {
  readonly paddle_id: string;
  readonly bidder_id: string;
  readonly sale_id: string;
  readonly status: string;
  readonly held: string;
  readonly command_id: string | null;
};
export type SettlementRow = {
  readonly settlement_id: string;
  readonly auction_id: string;
  readonly buyer_id: string;
  readonly paddle_id: string;
  readonly status: string;
  readonly command_id: string | null;
  readonly journal: readonly JournalEvent[];
};
export type AccountRow = {
  readonly id: string;
  readonly address: string;
  readonly asset: string;
  readonly normal_side: 'debit' | 'credit';
  readonly debits_posted: string;
  readonly credits_posted: string;
  readonly min_available: string | null;
};
export type TransferRow = {
  readonly id: string;
  readonly chain_id: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
  readonly code: string;
  readonly hold_id: string | null;
  readonly reference_id: string;
};
export type EntryRow = {
  readonly account_id: string;
  readonly seq: string;
  readonly side: 'debit' | 'credit';
  readonly amount: string;
  readonly posted_after: string;
  readonly available_after: string;
};
export type HoldRow = {
  readonly id: string;
  readonly amount: string;
  readonly remaining: string;
  readonly captured: string;
  readonly released: string;
  readonly status: string;
  readonly version: string;
};
export type NotificationRow = {
  readonly id: string;
  readonly recipient_id: string;
  readonly auction_id: string;
  readonly kind: string;
  readonly event_id: string;
};

/** All that topics and databases hold after a drain, read by the checker itself. */
export type Evidence = {
  readonly records: readonly TopicRecord[];
  readonly auctions: readonly AuctionRow[];
  readonly paddles: readonly PaddleRow[];
  readonly settlements: readonly SettlementRow[];
  readonly accounts: readonly AccountRow[];
  readonly transfers: readonly TransferRow[];
  readonly entries: readonly EntryRow[];
  readonly holds: readonly HoldRow[];
  /** Command ids of the ledger's stored outcomes. */
  readonly outcomes: readonly string[];
  readonly notifications: readonly NotificationRow[];
  /** Claimed events of each group. */
  readonly claims: ReadonlyMap<string, ReadonlySet<string>>;
  readonly storedAnswers: ReadonlyMap<string, { readonly status: number; readonly body: string }>;
};

const AUCTIONS = `
SELECT auction_id, sale_id, status, sequence, version, ends_at,
       (SELECT json_agg(event ORDER BY entry) FROM auction_journal j
         WHERE j.auction_id = auction.auction_id) AS journal
  FROM auction`;
const SETTLEMENTS = `
SELECT settlement_id, auction_id, buyer_id, paddle_id, status, command_id,
       (SELECT json_agg(event ORDER BY entry) FROM settlement_journal j
         WHERE j.settlement_id = settlement.settlement_id) AS journal
  FROM settlement`;
const PADDLES = `
SELECT paddle_id, bidder_id, sale_id, status, held, command_id FROM paddle`;
const TRANSFERS = `
SELECT t.id, t.chain_id, d.address AS debit, c.address AS credit, t.amount, t.code, t.hold_id,
       t.reference_id
  FROM transfer t
  JOIN account d ON d.id = t.debit_account_id
  JOIN account c ON c.id = t.credit_account_id
 ORDER BY t.seq`;

const journalled = <Row extends { journal: readonly JournalEvent[] }>(rows: Row[]): Row[] =>
  rows.map((row) => ({ ...row, journal: untagged(row.journal) as JournalEvent[] }));

const claimsOf = async (databases: Databases): Promise<Map<string, Set<string>>> => {
  const claims = new Map<string, Set<string>>();
  for (const service of OWNERS) {
    const rows = await databases
      .of(service)
      .query<{ consumer: string; event_id: string }>('SELECT consumer, event_id FROM inbox');
    for (const { consumer, event_id: id } of rows) {
      const ids = claims.get(consumer) ?? new Set<string>();
      claims.set(consumer, ids.add(id));
    }
  }
  return claims;
};

const answersOf = async (databases: Databases) => {
  type Row = { scope: string; key: string; status: number; body: string };
  const answers = new Map<string, { status: number; body: string }>();
  for (const service of OWNERS) {
    const rows = await databases
      .of(service)
      .query<Row>('SELECT scope, key, status, body FROM idempotency_key');
    for (const { scope, key, status, body } of rows)
      answers.set(`${scope} ${key}`, { status, body });
  }
  return answers;
};

export const gatherEvidence = async (databases: Databases, topics: Topics): Promise<Evidence> => {
  const bidding = databases.of('bidding');
  const ledger = databases.of('ledger');
  const outcomes = await ledger.query<{ id: string }>(
    'SELECT command_id AS id FROM command_outcome WHERE request IS NOT NULL',
  );
  return {
    records: await topics.readAll(),
    auctions: journalled(await bidding.query<AuctionRow>(AUCTIONS)),
    paddles: await bidding.query<PaddleRow>(PADDLES),
    settlements: journalled(await bidding.query<SettlementRow>(SETTLEMENTS)),
    accounts: await ledger.query<AccountRow>('SELECT * FROM account'),
    transfers: await ledger.query<TransferRow>(TRANSFERS),
    entries: await ledger.query<EntryRow>('SELECT * FROM entry ORDER BY account_id, seq'),
    holds: await ledger.query<HoldRow>('SELECT * FROM hold'),
    outcomes: outcomes.map(({ id }) => id),
    notifications: await databases
      .of('notification')
      .query<NotificationRow>('SELECT * FROM notification'),
    claims: await claimsOf(databases),
    storedAnswers: await answersOf(databases),
  };
};
