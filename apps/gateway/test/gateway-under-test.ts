import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type RunningService } from '@outcry/service';
import { startTestIssuer, testServers, type TestIssuer } from '@outcry/testing';
import { buildApp } from '../src/app';
import { gatewayConfig } from '../src/config';
import { startFakeService, type FakeService } from './fake-service';

export type GatewayUnderTest = {
  readonly url: string;
  readonly issuer: TestIssuer;
  readonly bidding: FakeService;
  readonly ledger: FakeService;
  readonly notification: FakeService;
  readonly service: RunningService;
  readonly stop: () => Promise<void>;
};

/** The gateway with fake services behind it; `env` changes its configuration. */
export const startGateway = async (
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayUnderTest> => {
  const [bidding, ledger, notification, issuer] = await Promise.all([
    startFakeService(),
    startFakeService(),
    startFakeService(),
    startTestIssuer(),
  ]);
  const config = gatewayConfig.parse({
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_BIDDING_URL: bidding.url,
    OUTCRY_LEDGER_URL: ledger.url,
    OUTCRY_NOTIFICATION_URL: notification.url,
    OUTCRY_JWKS_URL: issuer.jwksUrl,
    OUTCRY_TOKEN_ISSUER: issuer.issuer,
    OUTCRY_DEMO_ISSUER_PORT: '0',
    OUTCRY_DEMO_KEY_FILE: join(mkdtempSync(join(tmpdir(), 'outcry-test-')), 'key.json'),
    OUTCRY_PUBLIC_DIR: join(__dirname, '../public'),
    // Tests of limits set their own.
    OUTCRY_RATE_ANONYMOUS: '100000',
    OUTCRY_BURST_ANONYMOUS: '100000',
    ...env,
  });
  const service = await startService(
    { name: 'gateway', config: gatewayConfig, dir: __dirname, build: buildApp },
    { config },
  );
  return {
    url: service.url,
    issuer,
    bidding,
    ledger,
    notification,
    service,
    stop: async () => {
      await service.stop();
      await Promise.all([bidding.stop(), ledger.stop(), notification.stop(), issuer.close()]);
    },
  };
};
