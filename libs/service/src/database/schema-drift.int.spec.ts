import { testServers } from '@outcry/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driftOf } from './schema-drift';

const MIGRATION = `
  CREATE TABLE lot (
    id uuid PRIMARY KEY,
    tenant_id text NOT NULL,
    price numeric(38,0),
    sold_at timestamptz,
    UNIQUE (tenant_id, price)
  );
  CREATE INDEX lot_by_price ON lot (price);
  -- A body full of semicolons; and a comment too.
  CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END; $$;
  CREATE TABLE outbox (day date NOT NULL, id uuid NOT NULL) PARTITION BY RANGE (day);
  CREATE TABLE outbox_1 PARTITION OF outbox DEFAULT;`;

const SCHEMA = `
datasource db {
  provider = "postgresql"
}
model Lot {
  id       String    @id @db.Uuid
  tenantId String    @map("tenant_id")
  price    Decimal?  @db.Decimal(38, 0)
  soldAt   DateTime? @map("sold_at") @db.Timestamptz
  @@unique([tenantId, price])
  @@map("lot")
}`;

describe('the drift gate', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'outcry-drift-'));
    mkdirSync(join(dir, '20260101000000_lot'));
    writeFileSync(join(dir, '20260101000000_lot/migration.sql'), MIGRATION);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const drift = (schemaText: string, notInSchema: readonly string[] = ['outbox']) =>
    driftOf({ serverUrl: testServers().postgresUrl, migrationsDir: dir, schemaText, notInSchema });

  it('is silent when schema.prisma says what the migrations make', async () => {
    expect(await drift(SCHEMA)).toEqual([]);
  });

  it.each([
    [
      'a type',
      SCHEMA.replace('Decimal(38, 0)', 'Decimal(20, 0)'),
      'lot: only schema.prisma has column price numeric(20,0)',
    ],
    [
      'nullability',
      SCHEMA.replace('DateTime?', 'DateTime'),
      'lot: only schema.prisma has column sold_at timestamp with time zone not null',
    ],
    [
      'a column',
      SCHEMA.replace('@@unique', 'extra Int\n  @@unique'),
      'lot: only schema.prisma has column extra integer not null',
    ],
    [
      'a unique index',
      SCHEMA.replace('@@unique([tenantId, price])', ''),
      'lot: only the migrations have unique (tenant_id, price)',
    ],
    [
      'a primary key',
      SCHEMA.replace('@id ', '').replace('@@unique', '@@id([id, tenantId])\n  @@unique'),
      'lot: only schema.prisma has primary key (id, tenant_id)',
    ],
    [
      'a table',
      SCHEMA.replace('@@map("lot")', '@@map("lots")'),
      'lot: in the migrations, not in schema.prisma',
    ],
  ])('names %s that differs', async (_what, schema, sentence) => {
    expect(await drift(schema)).toContain(sentence);
  });

  it('names a table that is excepted without need, and one that is not excepted', async () => {
    expect(await drift(SCHEMA, [])).toEqual(['outbox: in the migrations, not in schema.prisma']);
    expect(await drift(SCHEMA, ['outbox', 'gone'])).toEqual([
      'gone: excepted, yet in no migration',
    ]);
  });
});
