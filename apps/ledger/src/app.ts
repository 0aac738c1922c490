import {
  createIdempotency,
  outcomeSweeper,
  periodicTask,
  type BackgroundTask,
  type ServiceDefinition,
  type ServiceDeps,
  type ServiceParts,
} from '@outcry/service';
import { ledgerInvariants } from './audit/ledger.invariants';
import type { LedgerDeps } from './commands/apply-commands.handler';
import { EXPIRY_BATCH, expireHolds } from './commands/expire-holds.handler';
import { ledgerEnvironment, type LedgerConfig } from './config';
import { ledgerCommandConsumer } from './consumers/ledger-command.consumer';
import { ledgerRejections } from './domain/ledger.rejections';
import { ledgerRoutes } from './http/routes';

/** Expiry is exact at use; this only bounds how late the money is shown as available again. */
const SWEEP_EVERY_MS = 1_000;

const holdSweeper = (deps: ServiceDeps<LedgerConfig>, ledger: LedgerDeps): BackgroundTask => {
  const sweep = expireHolds(ledger);
  return periodicTask({
    name: 'hold-sweeper',
    everyMs: SWEEP_EVERY_MS,
    log: deps.log,
    run: async (signal) => {
      for (let due = EXPIRY_BATCH; due === EXPIRY_BATCH && !signal.aborted;) {
        due = await deps.database.transact(sweep);
        if (due > 0) deps.outbox.wake();
      }
    },
  });
};

/** The ledger from its parts: one handler behind the command topic and behind HTTP. */
export const buildApp = (deps: ServiceDeps<LedgerConfig>): ServiceParts => {
  const { database, outbox } = deps;
  const rejections = [ledgerRejections];
  const ledger = { newId: deps.ids.next, append: outbox.append, wake: outbox.wake };
  const idempotency = createIdempotency({ database, rejections });
  return {
    info: {
      title: 'Outcry ledger',
      version: '1.0.0',
      description: 'Double-entry accounts, holds and transfers.',
    },
    rejections,
    routes: ledgerRoutes({ database, idempotency, ledger }),
    consumers: [ledgerCommandConsumer(ledger)],
    background: [holdSweeper(deps, ledger), outcomeSweeper(database, deps.log)],
    invariants: ledgerInvariants(),
  };
};

export const ledgerService: ServiceDefinition<LedgerConfig> = {
  name: 'ledger',
  config: ledgerEnvironment,
  dir: __dirname,
  build: buildApp,
};
