import { OperationalError } from '@outcry/kernel';
import type { Causation, OutgoingMessage, Sql } from '@outcry/messaging';
import type { LedgerCommand } from '../domain/ledger-command';
import { decideBatch, type Decided } from '../domain/ledger.decide';
import type { WorkingCopy } from '../domain/working-copy';
import { loadBatch } from '../persistence/load/load-batch';
import { touchedBy, type Touched } from '../persistence/load/touched';
import { saveChanges } from '../persistence/save/save-changes';
import { messagesOf } from '../publishing/ledger-answer.publisher';

export type LedgerDeps = {
  readonly newId: () => string;
  /** Inserts outbox rows in the caller's transaction. */
  readonly append: (sql: Sql, messages: readonly OutgoingMessage[]) => Promise<void>;
};

export type ReceivedCommand = { readonly command: LedgerCommand; readonly causation?: Causation };

const MAX_ATTEMPTS = 8;

/**
 * Decides over freshly locked rows until nothing that was decided on has been made by another
 * transaction meanwhile. A savepoint gives the locks back between attempts, so that they are always
 * taken in the global order.
 */
export const decideAndSave = async <T>(
  sql: Sql,
  touched: Touched,
  newId: () => string,
  decide: (copy: WorkingCopy) => T,
): Promise<{ readonly result: T; readonly copy: WorkingCopy }> => {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    await sql.query('SAVEPOINT ledger_batch');
    const copy = await loadBatch(sql, touched, newId);
    const result = decide(copy);
    if (await saveChanges(sql, copy.changes(), copy.now)) {
      await sql.query('RELEASE SAVEPOINT ledger_batch');
      return { result, copy };
    }
    await sql.query('ROLLBACK TO SAVEPOINT ledger_batch');
  }
  throw new OperationalError('ledger_batch_conflict', 'the batch met itself again and again', {
    retryable: true,
  });
};

/**
 * Applies a batch of commands in the caller's transaction, in the order given: load under lock,
 * decide, write in sets, outbox rows last. Every command gets exactly one answer message; one whose
 * id was used before gets its first answer again.
 *
 * Refusals: all of `ledgerRejections` but `asset_conflict` and `account_conflict`.
 */
export const applyCommands =
  ({ newId, append }: LedgerDeps) =>
  async (sql: Sql, batch: readonly ReceivedCommand[]): Promise<readonly Decided[]> => {
    const commands = batch.map(({ command }) => command);
    const { result } = await decideAndSave(sql, touchedBy(commands), newId, (copy) =>
      decideBatch(copy, commands),
    );
    await append(
      sql,
      result.flatMap((decided, index) => messagesOf(decided, batch[index]?.causation)),
    );
    return result;
  };
