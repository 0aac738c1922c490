/**
 * Every code that a ledger command can be refused with, in the order in which they are tried:
 * ids, then accounts, assets, the hold's state, amounts, floors (after TigerBeetle's
 * create_transfers: the first that matches is the answer, the debit side before the credit side).
 */
export const ledgerRejections = {
  command_id_reused: {
    title: 'The command id was used with other content',
    status: 422,
    retryable: false,
  },
  capture_voided: { title: 'The capture was given up', status: 409, retryable: false },
  hold_exists: { title: 'There is a hold with this id', status: 409, retryable: false },
  hold_not_found: { title: 'There is no such hold', status: 404, retryable: false },
  same_account: { title: 'Both sides are one account', status: 422, retryable: false },
  account_not_found: { title: 'There is no such account', status: 422, retryable: false },
  unknown_account_class: {
    title: 'The address names no known class of accounts',
    status: 422,
    retryable: false,
  },
  account_not_holdable: {
    title: 'Nothing can be reserved on this class of accounts',
    status: 422,
    retryable: false,
  },
  asset_not_found: { title: 'The asset is not registered', status: 422, retryable: false },
  asset_mismatch: { title: 'The hold is in another asset', status: 422, retryable: false },
  hold_not_open: { title: 'The hold has ended', status: 409, retryable: false },
  hold_expired: { title: 'The hold has expired', status: 409, retryable: false },
  expiry_passed: { title: 'The hold would end before it begins', status: 422, retryable: false },
  amount_zero: { title: 'The amount is zero', status: 422, retryable: false },
  exceeds_hold: { title: 'The amount exceeds what is held', status: 422, retryable: false },
  amount_overflow: { title: 'The balance would be too large', status: 422, retryable: false },
  insufficient_funds: { title: 'There are not enough funds', status: 422, retryable: false },
  asset_conflict: {
    title: 'The code is registered with another exponent',
    status: 409,
    retryable: false,
  },
  account_conflict: {
    title: 'The account is open with another floor',
    status: 409,
    retryable: false,
  },
} as const;

export type LedgerRejectionCode = keyof typeof ledgerRejections;
