import { assetSchema } from '@outcry/contracts';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { makeSale } from '../../commands/sale/create-sale.handler';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import {
  basisPointsSchema,
  deadlinesSchema,
  premiumTiersSchema,
  saleView,
  viewOfSale,
} from './sale.view';

const DAY_MS = 86_400_000;
const DEADLINES = { paymentMs: 2 * DAY_MS, deliveryMs: 14 * DAY_MS, disputeMs: 30 * DAY_MS };

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/sales',
  operationId: 'createSale',
  summary: 'Make a sale: the terms that its lots have in common',
  tag: 'sales',
  access: { roles: ['operator'] },
  idempotency: 'required',
  body: z.strictObject({
    title: z.string().min(1).max(200),
    asset: assetSchema,
    buyersPremium: premiumTiersSchema.default([{ from: '0', bps: 0 }]),
    buyersPremiumVersion: z.int().positive().default(1),
    sellersCommissionBps: basisPointsSchema.default(0),
    sellersCommissionVersion: z.int().positive().default(1),
    depositBps: basisPointsSchema
      .default(10_000)
      .describe('share of a spending limit that the ledger holds'),
    deadlines: deadlinesSchema.partial().default({}),
  }),
  responses: { 201: { description: 'The sale', schema: saleView } },
  rejections: ['invalid_terms'],
});

export const createSaleRoute = (deps: EndpointDeps) =>
  route(endpoint, (request) =>
    deps.idempotency.run(request, async (sql) => {
      const { body, tenantId } = request;
      const tiers = body.buyersPremium.map(({ from, bps }) => ({
        from: BigInt(from),
        basisPoints: bps,
      }));
      const sale = await makeSale(deps, sql, tenantId, {
        title: body.title,
        asset: body.asset,
        premium: { version: body.buyersPremiumVersion, tiers },
        commission: {
          version: body.sellersCommissionVersion,
          basisPoints: body.sellersCommissionBps,
        },
        depositBasisPoints: body.depositBps,
        deadlines: {
          paymentMs: body.deadlines.paymentMs ?? DEADLINES.paymentMs,
          deliveryMs: body.deadlines.deliveryMs ?? DEADLINES.deliveryMs,
          disputeMs: body.deadlines.disputeMs ?? DEADLINES.disputeMs,
        },
      });
      return answerOf(sale, (made) => ({
        status: 201,
        headers: { Location: `/v1/sales/${made.saleId}` },
        body: viewOfSale(made),
      }));
    }),
  );
