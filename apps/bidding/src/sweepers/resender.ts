import type { OutgoingMessage, Sql } from '@outcry/messaging';
import { periodicTask, type BackgroundTask, type Logger } from '@outcry/service';
import type { BiddingDeps } from '../commands/bidding-deps';
import { defined } from '@outcry/kernel';
import { pendingRequestOfPaddle } from '../domain/paddle/take-answer.decide';
import { pendingRequestOfSettlement } from '../domain/settlement/settlement.decide';
import { fromJson } from '../persistence/json';
import { ledgerMessage } from '../publishing/ledger-message';

type Row = { readonly tenant_id: string; readonly sends: number; readonly state: unknown };

const BATCH = 100;
const EVERY_MS = 1_000;
/** Sends without an answer after which an operator should look. */
const ALARM_AFTER = 4;

/** Each row is a decision of its own, so replicas share the work. Real time. */
const resend = (table: 'paddle' | 'settlement', id: string): string => `
UPDATE ${table}
   SET sends = least(sends + 1, 30000),
       resend_at = clock_timestamp() + least(5 * 2 ^ least(sends, 2), 20) * interval '1 second'
 WHERE ${id} IN (
   SELECT ${id} FROM ${table}
    WHERE command_id IS NOT NULL AND resend_at <= (SELECT clock_timestamp())
    ORDER BY resend_at LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
RETURNING tenant_id, sends, state`;

const RESEND_PADDLES = resend('paddle', 'paddle_id');
const RESEND_SETTLEMENTS = resend('settlement', 'settlement_id');

const resendAll = async (
  { outbox }: BiddingDeps,
  sql: Sql,
): Promise<{ sent: number; overdue: number }> => {
  const paddles = await sql.query<Row>(RESEND_PADDLES);
  const settlements = await sql.query<Row>(RESEND_SETTLEMENTS);
  const messages: OutgoingMessage[] = [
    ...paddles.rows.map((row) => {
      const request = pendingRequestOfPaddle(fromJson(row.state));
      return ledgerMessage(row.tenant_id, defined(request, 'a command waits for its answer'));
    }),
    ...settlements.rows.map((row) => {
      const request = pendingRequestOfSettlement(fromJson(row.state));
      return ledgerMessage(row.tenant_id, defined(request, 'a command waits for its answer'));
    }),
  ];
  await outbox.append(sql, messages);
  const rows = [...paddles.rows, ...settlements.rows];
  return {
    sent: messages.length,
    overdue: rows.filter(({ sends }) => sends >= ALARM_AFTER).length,
  };
};

/** Sends unanswered commands to the ledger again, under the same id and with the same content. */
export const resender = (deps: BiddingDeps, log: Logger): BackgroundTask =>
  periodicTask({
    name: 'resender',
    everyMs: EVERY_MS,
    log,
    run: async (signal) => {
      for (let sent = BATCH; sent >= BATCH && !signal.aborted;) {
        const result = await deps.database.transact((sql) => resendAll(deps, sql));
        sent = result.sent;
        if (result.sent > 0) deps.outbox.wake();
        if (result.overdue > 0)
          log.error({ commands: result.overdue }, 'the ledger leaves commands unanswered');
      }
    },
  });
