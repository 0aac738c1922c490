import { principalSchema, tenantSchema } from '@outcry/contracts';
import { defineEndpoint, ROLES } from '@outcry/service';
import { z } from 'zod';

const MAX_TTL_SECONDS = 24 * 3_600;

export const issueDemoToken = defineEndpoint({
  method: 'POST',
  path: '/demo/tokens',
  operationId: 'issueDemoToken',
  summary: 'Get a token for any principal and role; only in a demo, from the machine itself',
  tag: 'demo',
  access: 'public',
  idempotency: 'none',
  demo: true,
  body: z.strictObject({
    tenantId: tenantSchema.default('default'),
    sub: principalSchema,
    roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
    ttlSeconds: z.number().int().min(1).max(MAX_TTL_SECONDS).default(3_600),
  }),
  responses: {
    200: {
      description: 'a bearer token',
      schema: z.strictObject({ token: z.string() }),
    },
  },
});

export const publishDemoKeys = defineEndpoint({
  method: 'GET',
  path: '/.well-known/jwks.json',
  operationId: 'publishDemoKeys',
  summary: 'The public keys by which demo tokens are verified',
  tag: 'demo',
  access: 'public',
  idempotency: 'none',
  demo: true,
  responses: {
    200: {
      description: 'a JSON Web Key Set',
      schema: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
    },
  },
});
