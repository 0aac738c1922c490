import type { ApiClient } from './api-client';

export type DemoRole = 'bidder' | 'seller' | 'operator';

/** Tokens of the demo issuer, one per principal and tenant, kept for as long as the run lasts. */
export type DemoTokens = {
  readonly of: (tenantId: string, sub: string, role: DemoRole) => Promise<string>;
};

const TTL_SECONDS = 6 * 3_600;

export const createDemoTokens = (api: ApiClient): DemoTokens => {
  const tokens = new Map<string, Promise<string>>();
  const issue = async (tenantId: string, sub: string, role: DemoRole): Promise<string> => {
    const body = { tenantId, sub, roles: [role], ttlSeconds: TTL_SECONDS };
    const answer = await api.expect({ method: 'POST', path: '/demo/tokens', body });
    return (answer as { token: string }).token;
  };
  return {
    of: (tenantId, sub, role) => {
      const name = `${tenantId} ${role} ${sub}`;
      const token = tokens.get(name) ?? issue(tenantId, sub, role);
      tokens.set(name, token);
      return token;
    },
  };
};
