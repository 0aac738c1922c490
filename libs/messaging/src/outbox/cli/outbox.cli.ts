import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { isOperationalError, uuidV7Generator } from '@outcry/kernel';
import { databaseUrl } from '../../cli/local-stack';
import { withOperatorDatabase } from '../../cli/operator-database';
import { OUTBOX_USAGE, parseOutboxCommand } from './outbox-arguments';
import { runOutboxCommand } from './run-outbox-command';

const main = async (): Promise<void> => {
  const command = parseOutboxCommand(process.argv.slice(2), userInfo().username);
  const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);
  const url = databaseUrl(command.service, process.env);
  console.log(
    await withOperatorDatabase(url, (database) => runOutboxCommand(command, database, ids)),
  );
};

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage = isOperationalError(error) && error.code === 'usage';
  console.error(isUsage ? `${message}\n\n${OUTBOX_USAGE}` : message);
  process.exitCode = 1;
});
