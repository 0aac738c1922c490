import { money } from '@outcry/kernel';
import type {
  CaptureHold,
  IncreaseHold,
  PlaceHold,
  PostTransfers,
  ReleaseHold,
  TransferLeg,
  VoidIfNotCaptured,
} from '../src/domain/ledger-command';

let count = 0;

/** Distinct, in order, and a UUID, so that the same builders serve the database. */
export const nextId = (): string => {
  count += 1;
  return `018f0000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
};

export const usd = (amount: bigint | number) => money(BigInt(amount), 'USD/2');
export const eur = (amount: bigint | number) => money(BigInt(amount), 'EUR/2');

const common = () => ({
  tenantId: 'default',
  commandId: nextId(),
  reference: { type: 'paddle', id: 'p1' },
});

export const leg = (
  debitAccount: string,
  creditAccount: string,
  amount: bigint | number,
  asset = 'USD/2',
): TransferLeg => ({
  transferId: nextId(),
  debitAccount,
  creditAccount,
  amount: money(BigInt(amount), asset),
  code: 'test',
});

export const transfers = (
  legs: TransferLeg[],
  overrides: Partial<PostTransfers> = {},
): PostTransfers => ({ kind: 'post_transfers', ...common(), legs, ...overrides });

/** What an operator does first: money comes in and the wallet's owner is owed it. */
export const fund = (wallet: string, amount: bigint | number, asset = 'USD/2'): PostTransfers =>
  transfers([leg('cash:deposits', wallet, amount, asset)]);

export const place = (overrides: Partial<PlaceHold> = {}): PlaceHold => ({
  kind: 'place_hold',
  ...common(),
  holdId: nextId(),
  account: 'wallet:ann',
  amount: usd(100),
  expiresAt: null,
  ...overrides,
});

export const increase = (holdId: string, overrides: Partial<IncreaseHold> = {}): IncreaseHold => ({
  kind: 'increase_hold',
  ...common(),
  holdId,
  amount: usd(10),
  ...overrides,
});

export const capture = (holdId: string, overrides: Partial<CaptureHold> = {}): CaptureHold => ({
  kind: 'capture_hold',
  ...common(),
  holdId,
  amount: usd(30),
  creditAccount: 'escrow:sale',
  transferId: nextId(),
  ...overrides,
});

export const release = (holdId: string, overrides: Partial<ReleaseHold> = {}): ReleaseHold => ({
  kind: 'release_hold',
  ...common(),
  holdId,
  amount: null,
  ...overrides,
});

export const voidCapture = (
  holdId: string,
  captureCommandId: string,
  overrides: Partial<VoidIfNotCaptured> = {},
): VoidIfNotCaptured => ({
  kind: 'void_if_not_captured',
  ...common(),
  holdId,
  captureCommandId,
  ...overrides,
});
