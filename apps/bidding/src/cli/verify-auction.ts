import { randomUUID } from 'node:crypto';
import { idSchema, tenantSchema } from '@outcry/contracts';
import { brokersOf, createKafkaTransport, databaseUrl } from '@outcry/messaging';
import { createDatabase, DEFAULT_TENANT, silentLogger } from '@outcry/service';
import { readPublished } from '../verification/published-events';
import { verifyAuction, type Verification } from '../verification/verify-auction';

const USAGE = 'usage: npm run verify:auction -- <auctionId> [--tenant <tenantId>]';

type Arguments = { readonly auctionId: string; readonly tenantId: string };

const argumentsOf = ([auctionId, option, tenant]: readonly string[]): Arguments | null => {
  const tenantId = option === undefined ? DEFAULT_TENANT : tenant;
  const isKnown = option === undefined || option === '--tenant';
  const given = {
    auctionId: idSchema.safeParse(auctionId),
    tenant: tenantSchema.safeParse(tenantId),
  };
  return isKnown && given.auctionId.success && given.tenant.success
    ? { auctionId: given.auctionId.data, tenantId: given.tenant.data }
    : null;
};

const reportOf = ({ auctionId, status, journalEntries, publicEvents, faults }: Verification) =>
  [
    `auction ${auctionId}: ${status}`,
    `${journalEntries} journal entries, ${publicEvents} public events`,
    ...(faults.length === 0 ? ['verified: state, outcome, history and events agree'] : faults),
  ].join('\n');

const main = async (): Promise<number> => {
  const given = argumentsOf(process.argv.slice(2));
  if (!given) {
    console.error(USAGE);
    return 2;
  }
  const { env } = process;
  const database = createDatabase({
    connectionString: databaseUrl('bidding', env),
    maxConnections: 2,
  });
  const transport = createKafkaTransport({
    brokers: brokersOf(env),
    clientId: 'verify-auction',
    topicPrefix: env['OUTCRY_TOPIC_PREFIX'] ?? '',
    log: silentLogger(),
  });
  try {
    const group = `bidding.verify-${randomUUID()}`;
    const result = await verifyAuction(database, given, (isEnough) =>
      readPublished(transport, group, given.auctionId, isEnough),
    );
    if (!result) {
      console.error(`Tenant ${given.tenantId} has no auction ${given.auctionId}.`);
      return 1;
    }
    console.log(reportOf(result));
    return result.faults.length === 0 ? 0 : 1;
  } finally {
    await transport.close();
    await database.close();
  }
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
