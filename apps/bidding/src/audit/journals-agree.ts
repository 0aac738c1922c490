import { isDefect } from '@outcry/kernel';
import { walkInvariant, type Database, type Finding, type Invariant } from '@outcry/messaging';
import { storedFaults } from '../verification/verify-auction';

/** Replayed in one go on the service's own thread: `npm run verify:auction` takes any length. */
const MAX_ENTRIES = 200;
const PAGE = 5;

const NEXT = `
SELECT auction_id AS id FROM auction
 WHERE auction_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
   AND version <= ${MAX_ENTRIES}
 ORDER BY auction_id LIMIT $2`;

const TENANTS = `
SELECT tenant_id, auction_id FROM auction WHERE auction_id = ANY ($1::uuid[])`;

type Row = { readonly tenant_id: string; readonly auction_id: string };

/** A journal that the rules of its own state machine refuse is the worst fault of all. */
const faultsOf = async (database: Database, row: Row): Promise<readonly string[]> => {
  const of = { tenantId: row.tenant_id, auctionId: row.auction_id };
  try {
    return (await storedFaults(database, of)) ?? [];
  } catch (error) {
    if (isDefect(error)) return [error.message];
    throw error;
  }
};

/**
 * Replays a few auctions at a time: the best bid leads and wins, the price only rises, none was
 * taken at or after the end, and rows and public history are what the journal leads to.
 */
export const journalsAgree = (): Invariant =>
  walkInvariant({
    ...{ name: 'auction_journals_agree', runbook: 'auction-inconsistent', next: NEXT, page: PAGE },
    check: async (database, ids) => {
      const findings: Finding[] = [];
      const { rows } = await database.query<Row>(TENANTS, [ids]);
      for (const row of rows) {
        const faults = await faultsOf(database, row);
        if (faults[0] !== undefined)
          findings.push({ subject: row.auction_id, detail: faults.join('; ') });
      }
      return findings;
    },
  });
