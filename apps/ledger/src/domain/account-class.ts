/** The side of an account on which its balance grows. */
export type Side = 'debit' | 'credit';

export type AccountClass = {
  readonly name: string;
  readonly normalSide: Side;
  /** The lowest available balance that an account of the class opens with; null: no floor. */
  readonly minAvailable: bigint | null;
  readonly description: string;
};

/** The first segment of an address names its class. Names are never renamed or reused. */
const CLASSES: Readonly<Record<string, AccountClass>> = {
  wallet: {
    name: 'wallet',
    normalSide: 'credit',
    minAvailable: 0n,
    description: 'what the operator owes a principal (liability)',
  },
  escrow: {
    name: 'escrow',
    normalSide: 'credit',
    minAvailable: 0n,
    description: 'what is held for a sale until it is settled (liability)',
  },
  revenue: {
    name: 'revenue',
    normalSide: 'credit',
    minAvailable: null,
    description: 'what the operator has earned (income)',
  },
  cash: {
    name: 'cash',
    normalSide: 'debit',
    minAvailable: null,
    description: 'what the operator has at a bank or payment provider (asset)',
  },
};

export const ACCOUNT_CLASSES: readonly AccountClass[] = Object.values(CLASSES);

/** The class of `wallet:alice` is `wallet`; undefined for an unknown class or a bare segment. */
export const classOfAddress = (address: string): AccountClass | undefined => {
  const colon = address.indexOf(':');
  return colon > 0 && Object.hasOwn(CLASSES, address.slice(0, colon))
    ? CLASSES[address.slice(0, colon)]
    : undefined;
};
