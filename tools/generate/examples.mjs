/**
 * `node tools/generate/examples.mjs`: a first golden example for each message that has none, made
 * from its schema; look at it, mend it, commit it. Existing examples are never touched.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { loadTypescript } from '../typescript.mjs';
import { json } from './files.mjs';

const FOLDER = 'libs/contracts/examples';
const KNOWN = {
  saleId: '01998f3c-7a10-7000-8000-000000000001',
  auctionId: '01998f3c-7a10-7000-8000-000000000002',
  paddleId: '01998f3c-7a10-7000-8000-000000000003',
  holdId: '01998f3c-7a10-7000-8000-000000000003',
  bidId: '01998f3c-7a10-7000-8000-000000000004',
  commandId: '01998f3c-7a10-7000-8000-000000000005',
  captureCommandId: '01998f3c-7a10-7000-8000-000000000006',
  transferId: '01998f3c-7a10-7000-8000-000000000007',
  account: 'wallet:ada',
  debitAccount: 'wallet:ada',
  creditAccount: 'escrow:01998f3c-7a10-7000-8000-000000000001',
  amount: '12500',
  posted: '250000',
  available: '237500',
  asset: 'USD/2',
  sellerId: 'grace',
  bidderId: 'ada',
  recipientId: 'ada',
  paddle: '7',
  number: '7',
  leader: '7',
  winner: '7',
  from: '7',
  to: '12',
  previousLeader: '12',
  title: 'Cartier wristwatch',
  description: 'Gold-plated, in its box.',
  code: 'payout',
  reason: 'insufficient_funds',
  detail: 'The account has less than this available.',
  type: 'settlement',
  id: '01998f3c-7a10-7000-8000-000000000008',
  bidCount: 3,
  extensions: 0,
  failedIndex: 0,
};

function sample(schema, name) {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return sample(variants.find(({ type }) => type !== 'null') ?? variants[0], name);
  if (Array.isArray(schema.type)) {
    return sample({ ...schema, type: schema.type.find((type) => type !== 'null') }, name);
  }
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, sample(inner, key)]),
    );
  }
  if (schema.type === 'array') return [sample(schema.items, name)];
  if (schema.type === 'boolean') return true;
  if (name in KNOWN) return KNOWN[name];
  if (schema.format === 'date-time') return '2026-11-21T12:00:00.000Z';
  if (schema.format === 'uuid') return '01998f3c-7a10-7000-8000-000000000009';
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  return name;
}

mkdirSync(FOLDER, { recursive: true });
const { messageRegistry, jsonSchemaOf } = await loadTypescript('libs/contracts/src/index.ts');
for (const message of messageRegistry) {
  const path = `${FOLDER}/${message.type}.json`;
  if (existsSync(path)) continue;
  writeFileSync(path, json(message.data.parse(sample(jsonSchemaOf(message), ''))));
  process.stdout.write(`${path}\n`);
}
