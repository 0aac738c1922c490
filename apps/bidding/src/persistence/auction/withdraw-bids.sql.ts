/** Marks public bids as withdrawn. `$1` auction id, `$2` bid ids. */
export const WITHDRAW_BIDS = `
UPDATE bid SET withdrawn = true WHERE auction_id = $1 AND bid_id = ANY ($2::uuid[])`;
