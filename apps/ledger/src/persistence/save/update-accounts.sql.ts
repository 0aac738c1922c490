/** One update per account, however many entries a batch made. The rows are locked. */
export const UPDATE_ACCOUNTS = `
UPDATE account a
   SET debits_posted = k.debits_posted, credits_posted = k.credits_posted,
       debits_pending = k.debits_pending, credits_pending = k.credits_pending,
       version = k.version, entry_count = k.entry_count, last_posted_at = k.last_posted_at
  FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[],
              $6::bigint[], $7::bigint[], $8::timestamptz[])
       AS k (id, debits_posted, credits_posted, debits_pending, credits_pending, version,
             entry_count, last_posted_at)
 WHERE a.id = k.id`;
