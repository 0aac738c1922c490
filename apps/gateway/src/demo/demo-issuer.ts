import { reject } from '@outcry/kernel';
import {
  createHttpApp,
  healthyAlways,
  listenHttp,
  route,
  type HttpServer,
  type Logger,
  type Route,
  type TokenVerifier,
} from '@outcry/service';
import { signDemoToken } from './demo-tokens';
import { issueDemoToken, publishDemoKeys } from './issue-token.endpoint';
import { loadSigningKey } from './signing-key';

export type DemoIssuerOptions = {
  readonly keyFile: string;
  readonly issuer: string;
  readonly port: number;
  readonly log: Logger;
  readonly verifier: TokenVerifier;
};

export type DemoIssuer = {
  /** The operation that makes tokens, to be mounted beside the others as well. */
  readonly route: Route;
  readonly server: HttpServer;
};

const LOOPBACK = '127.0.0.1';

/**
 * Issues tokens to anybody on this machine: on a loopback port of its own, and never to whom a
 * proxy on this machine speaks for.
 */
export const startDemoIssuer = async (options: DemoIssuerOptions): Promise<DemoIssuer> => {
  const key = await loadSigningKey(options.keyFile);
  const issue = route(issueDemoToken, async ({ body, header }) => {
    const isForwarded =
      header('x-forwarded-for') !== undefined || header('forwarded') !== undefined;
    if (isForwarded) return reject('not_found', 'Check the path; there is no such resource.');
    return { status: 200, body: { token: await signDemoToken(key, options.issuer, body) } };
  });
  const publish = route(publishDemoKeys, async () => ({
    status: 200,
    body: { keys: [key.publicJwk] },
  }));
  const app = createHttpApp({
    info: { title: 'Outcry demo issuer', version: '1', description: 'Tokens for demonstrations' },
    routes: [issue, publish],
    verifier: options.verifier,
    health: healthyAlways,
    log: options.log,
    demo: true,
  });
  const server = await listenHttp(app, { host: LOOPBACK, port: options.port });
  return { route: issue, server };
};
