import { z } from 'zod';

/** `CODE/exponent`; immutable once registered with the ledger. */
export const assetSchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{0,16}\/\d{1,2}$/)
  .describe('registered asset, CODE/exponent');

/** At most 38 digits, as numeric(38,0) stores them. */
export const minorUnitsSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,37})$/)
  .describe('integer minor units, non-negative, as a decimal string');

export const moneySchema = z.strictObject({ amount: minorUnitsSchema, asset: assetSchema });
export type WireMoney = z.infer<typeof moneySchema>;

/** Money of an event is read tolerantly: a later version may add fields. */
export const moneyData = z.object({ amount: minorUnitsSchema, asset: assetSchema });

export const idSchema = z.uuid().describe('UUID');
export const timestampSchema = z.iso
  .datetime({ offset: false, precision: 3 })
  .describe('RFC 3339 UTC, milliseconds');

/** A principal, as the token's subject names it. */
export const principalSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_.@-]+$/)
  .describe('principal id, the subject of a token');

export const tenantSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('tenant id');

/** A ledger account's address, `segment:segment…`; unique with its asset within a tenant. */
export const accountAddressSchema = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9_-]*(:[A-Za-z0-9_.@-]+)*$/)
  .describe('ledger account address, segments parted by colons');

export const toWireMoney = (value: { amount: bigint; asset: string }): WireMoney => ({
  amount: value.amount.toString(),
  asset: value.asset,
});

export const fromWireMoney = (wire: WireMoney): { amount: bigint; asset: string } => ({
  amount: BigInt(wire.amount),
  asset: wire.asset,
});
