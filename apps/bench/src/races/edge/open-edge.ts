import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServers } from '@outcry/testing';
import { checkoutRoot } from '../../stage/checkout';
import { startPlayer, type Player } from '../../stage/player';

/** A gateway with one service behind it, in processes of their own. */
export type Edge = {
  readonly gateway: Player;
  readonly gatewayPort: number;
  readonly servicePort: number;
  readonly close: () => Promise<void>;
};

const NO_LIMIT = '100000000';
const portOf = (url: string): number => Number(new URL(url).port);

const startService = async (): Promise<{ url: string; end: () => Promise<void> }> => {
  const service = startPlayer('load/edge/snapshots.part.ts');
  return { url: await service.call<string>('start'), end: service.end };
};

/** @param given where a service answers already; else one is started that answers at once */
export const openEdge = async (given?: string): Promise<Edge> => {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-bench-'));
  const service = given === undefined ? await startService() : undefined;
  const serviceUrl = given ?? service?.url ?? '';
  const gateway = startPlayer('load/edge/gateway.part.ts');
  const url = await gateway.call<string>('start', {
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_LOG_LEVEL: 'error',
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_BIDDING_URL: serviceUrl,
    OUTCRY_LEDGER_URL: serviceUrl,
    OUTCRY_NOTIFICATION_URL: serviceUrl,
    // Nobody in these races has a token, so no key is ever asked for.
    OUTCRY_JWKS_URL: `${serviceUrl}/jwks`,
    OUTCRY_TOKEN_ISSUER: 'https://issuer.test',
    OUTCRY_DEMO_ISSUER_PORT: '0',
    OUTCRY_DEMO_KEY_FILE: join(folder, 'key.json'),
    OUTCRY_PUBLIC_DIR: join(checkoutRoot(), 'apps/gateway/public'),
    OUTCRY_RATE_ANONYMOUS: NO_LIMIT,
    OUTCRY_BURST_ANONYMOUS: NO_LIMIT,
  });
  return {
    gateway,
    gatewayPort: portOf(url),
    servicePort: portOf(serviceUrl),
    close: async () => {
      await Promise.all([gateway.end(), service?.end()]);
      rmSync(folder, { recursive: true });
    },
  };
};
