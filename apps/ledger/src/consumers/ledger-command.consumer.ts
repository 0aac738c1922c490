import { traceOf, type ConsumerDefinition } from '@outcry/messaging';
import { applyCommands, type LedgerDeps } from '../commands/apply-commands.handler';
import { commandOf, LEDGER_COMMANDS } from './ledger-command.translator';

/** Commands of all services, in any order: a sender waits for the answer it builds on. */
export const ledgerCommandConsumer = (deps: LedgerDeps): ConsumerDefinition => {
  const apply = applyCommands(deps);
  return {
    name: 'ledger',
    lane: 'unordered',
    accepts: LEDGER_COMMANDS,
    from: 'earliest',
    maxBatch: 256,
    apply: async (messages, sql) => {
      await apply(
        sql,
        messages.map((received) => ({
          command: commandOf(received, deps.newId),
          causation: {
            causationId: received.id,
            correlationId: received.correlationId ?? received.id,
            trace: traceOf(received),
          },
        })),
      );
    },
  };
};
