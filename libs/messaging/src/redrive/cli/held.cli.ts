import { userInfo } from 'node:os';
import { isOperationalError } from '@outcry/kernel';
import { databaseUrl } from '../../cli/local-stack';
import { withOperatorDatabase } from '../../cli/operator-database';
import { HELD_USAGE, parseHeldCommand } from './held-arguments';
import { runHeldCommand } from './held-command';

const main = async (): Promise<void> => {
  const command = parseHeldCommand(process.argv.slice(2), userInfo().username);
  const url = databaseUrl(command.service, process.env);
  console.log(await withOperatorDatabase(url, (database) => runHeldCommand(command, database)));
};

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage = isOperationalError(error) && error.code === 'usage';
  console.error(isUsage ? `${message}\n\n${HELD_USAGE}` : message);
  process.exitCode = 1;
});
