import type { IdGenerator } from '@outcry/kernel';
import type { Database, Outbox, Sql } from '@outcry/messaging';
import { tellDue } from '../domain/due-notice';
import type { InboxWakeUps } from '../live/inbox-wake-ups';
import { takeDue } from '../persistence/take-due';
import { tellNotices, type DeliveredNotice } from '../persistence/tell-notices';
import { deliveredMessages } from '../publishing/notification-delivered.publisher';

export type TellWaitingDeps = {
  readonly database: Database;
  readonly outbox: Pick<Outbox, 'append' | 'wake'>;
  readonly ids: IdGenerator;
  readonly wakeUps: InboxWakeUps;
};

const MAX_AUCTIONS = 50;

type Told = { readonly taken: number; readonly delivered: readonly DeliveredNotice[] };

const tell = async (sql: Sql, { outbox, ids }: TellWaitingDeps): Promise<Told> => {
  const { due, knowledge } = await takeDue(sql, MAX_AUCTIONS);
  if (due.length === 0) return { taken: 0, delivered: [] };
  const delivered = await tellNotices(sql, tellDue(due, knowledge), ids);
  if (delivered.length > 0) await outbox.append(sql, deliveredMessages(delivered));
  return { taken: due.length, delivered };
};

/**
 * Tells what waited for paddles that have been heard of since. It goes by what is committed, so it
 * does not matter whether a paddle's event and an auction's are applied one after the other or at
 * once.
 */
export const tellWaiting =
  (deps: TellWaitingDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const { taken, delivered } = await deps.database.transact((sql) => tell(sql, deps));
      if (delivered.length > 0) {
        deps.outbox.wake();
        deps.wakeUps.afterCommit(delivered);
      }
      if (taken === 0 || signal.aborted) return;
    }
  };
