import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import { defineEndpoint, pageOf, pageQuery, pageSchema, route } from '@outcry/service';
import { z } from 'zod';
import { listSales } from '../../queries/sale.queries';
import type { EndpointDeps } from '../endpoint-deps';
import { saleView, viewOfSale } from './sale.view';

const getSale = defineEndpoint({
  method: 'GET',
  path: '/v1/sales/{saleId}',
  operationId: 'getSale',
  summary: 'One sale',
  tag: 'sales',
  access: 'public',
  idempotency: 'none',
  params: z.strictObject({ saleId: idSchema }),
  responses: { 200: { description: 'The sale', schema: saleView } },
});

const getSales = defineEndpoint({
  method: 'GET',
  path: '/v1/sales',
  operationId: 'listSales',
  summary: 'Sales, newest first',
  tag: 'sales',
  access: 'public',
  idempotency: 'none',
  query: z.strictObject(pageQuery(idSchema)),
  responses: { 200: { description: 'A page of sales', schema: pageSchema(saleView) } },
});

export const getSaleRoute = ({ sales, database }: EndpointDeps) =>
  route(getSale, async ({ params, tenantId }) => {
    const sale = await sales.find(database, tenantId, params.saleId);
    return sale
      ? { status: 200, body: viewOfSale(sale) }
      : reject('not_found', 'There is no such sale.');
  });

export const listSalesRoute = ({ database }: EndpointDeps) =>
  route(getSales, async ({ query: { limit, cursor }, tenantId }) => {
    const rows = await listSales(database, { tenantId, limit, after: cursor?.[0] });
    return { status: 200, body: pageOf(rows, limit, viewOfSale, ({ saleId }) => [saleId]) };
  });
