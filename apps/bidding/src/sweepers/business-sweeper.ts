import type { Sql } from '@outcry/messaging';
import type { BackgroundTask, Logger } from '@outcry/service';
import { close } from '../commands/auction/end-auction.handler';
import { openAuction } from '../commands/auction/list-auction.handler';
import type { BiddingDeps } from '../commands/bidding-deps';
import { advanceOne } from '../commands/settlement/advance-settlement.handler';
import { DUE_SETTLEMENTS, DUE_TO_ASK_AGAIN, DUE_TO_CLOSE, DUE_TO_OPEN } from './due.sql';
import { IDLE_MS, nextLookMs } from './next-look';
import { pollingTask } from './polling-task';

type Due = { readonly tenant_id: string; readonly id: string };

/** Every decision is refused or repeats harmlessly when another replica has made it. */
type Sweep = {
  readonly due: string;
  readonly decide: (sql: Sql, due: Due) => Promise<unknown>;
};

type Swept = { readonly found: number; readonly failed: number };

const BATCH = 200;
const AT_ONCE = 3;

const sweepsOf = (deps: BiddingDeps): readonly Sweep[] => {
  const ref = ({ tenant_id: tenantId, id: auctionId }: Due) => ({ tenantId, auctionId });
  const step = (type: 'meet_deadline' | 'ask_again', mayDefault: boolean) => (sql: Sql, due: Due) =>
    advanceOne(deps, sql, {
      tenantId: due.tenant_id,
      settlementId: due.id,
      mayDefault,
      commandAt: (nowMs, newCommandId) => ({ type, nowMs, newCommandId }),
    });
  return [
    { due: DUE_TO_OPEN, decide: (sql, due) => openAuction(deps, sql, ref(due)) },
    { due: DUE_TO_CLOSE, decide: (sql, due) => close(deps, sql, ref(due)) },
    { due: DUE_SETTLEMENTS, decide: step('meet_deadline', true) },
    { due: DUE_TO_ASK_AGAIN, decide: step('ask_again', false) },
  ];
};

/** Runs all that is due of one kind, a few at once, each in a transaction of its own. */
const sweepOnce = async (
  { database, outbox }: BiddingDeps,
  { due, decide }: Sweep,
  log: Logger,
): Promise<Swept> => {
  const { rows } = await database.query<Due>(due, [BATCH]);
  const queue = [...rows];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const one = next;
      await database
        .transact((sql) => decide(sql, one))
        .catch((err: unknown) => {
          failed += 1;
          log.error({ err, id: one.id }, 'a due decision failed');
        });
      outbox.wake();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { found: rows.length, failed };
};

/**
 * Catches up with business time, over all tenants: opens and closes auctions and meets settlement
 * deadlines. Bids do not wait for it. Looks every second, or sooner, as {@link nextLookMs} says.
 */
export const businessSweeper = (
  deps: BiddingDeps,
  log: Logger,
): BackgroundTask & { readonly wake: () => void } => {
  const sweeps = sweepsOf(deps);
  return pollingTask({
    name: 'business-sweeper',
    log,
    retryMs: IDLE_MS,
    run: async () => {
      const swept: Swept[] = [];
      for (const sweep of sweeps) swept.push(await sweepOnce(deps, sweep, log));
      // What fails every time must not be tried without a pause; a full batch has more behind it.
      if (swept.some(({ failed }) => failed > 0)) return IDLE_MS;
      return swept.some(({ found }) => found === BATCH) ? 0 : nextLookMs(deps.database);
    },
  });
};
