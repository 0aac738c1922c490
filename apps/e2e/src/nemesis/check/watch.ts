import { setTimeout as sleep } from 'node:timers/promises';
import type { Databases } from '../system/databases';
import type { Findings } from './findings';

const EVERY_MS = 1_500;

/** Each in one statement and thereby one snapshot: it must hold at every moment. */
const EXPOSURE = `
SELECT count(*)::int AS looked,
       count(*) FILTER (WHERE status = 'live' AND exposure > spending_limit
         OR exposure <> coalesce((SELECT sum(cost) FROM paddle_commitment c
                                   WHERE c.paddle_id = paddle.paddle_id), 0))::int AS wrong
  FROM paddle`;
const SIDES = `
SELECT count(*)::int AS looked,
       (SELECT count(*) FROM (SELECT 1 FROM account GROUP BY asset
         HAVING sum(debits_posted) <> sum(credits_posted)) unequal)::int AS wrong
  FROM account`;

type Look = { readonly looked: number; readonly wrong: number };

/** Looks at what must never be otherwise, for as long as the workload runs. */
export const watchAlways = async (
  databases: Databases,
  findings: Findings,
  stopped: AbortSignal,
): Promise<void> => {
  while (!stopped.aborted) {
    const looks = [
      ['bidding', 'bidding.exposure', EXPOSURE],
      ['ledger', 'ledger.sides-equal', SIDES],
    ] as const;
    for (const [service, invariant, statement] of looks) {
      // A database that is down is looked at again later.
      const [look] = await databases
        .of(service)
        .query<Look>(statement)
        .catch(() => []);
      if (look !== undefined && look.looked > 0)
        findings.check(invariant, look.wrong === 0, () => `${look.wrong} of ${look.looked} rows`);
    }
    await sleep(EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
};
