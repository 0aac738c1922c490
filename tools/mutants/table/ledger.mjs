/** Ledger: Σ debits = Σ credits, no balance below its floor, one outcome per id. */
/** @typedef {import('../table.mjs').Mutant} Mutant */

/** @type {readonly Mutant[]} */
export const ledger = [
  {
    name: 'ledger/one-sided-transfer',
    breaks: 'debits equal credits',
    file: 'apps/ledger/src/domain/post-transfers.decide.ts',
    from: `  copy.putAccount(credited);
`,
    to: '',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/below-floor',
    breaks: 'no balance below its floor',
    file: 'apps/ledger/src/domain/post-transfers.decide.ts',
    from: 'side !== account.normalSide && isBelowFloor(account)',
    to: 'side !== account.normalSide && overflows(account)',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/hold-below-floor',
    breaks: 'a hold reserves only what is available',
    file: 'apps/ledger/src/domain/hold.decide.ts',
    from: 'if (isBelowFloor(after)) {',
    to: 'if (overflows(after)) {',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/capture-too-much',
    breaks: 'captured and released are at most what was held',
    file: 'apps/ledger/src/domain/capture.decide.ts',
    from: 'if (amount.amount > open.value.remaining) {',
    to: 'if (amount.amount > open.value.amount * 10n) {',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/capture-keeps-reserve',
    breaks: 'what is captured is reserved no more',
    file: 'apps/ledger/src/domain/capture.decide.ts',
    from: 'afterReserve(accountOfHold(copy, open.value), -amount.amount)',
    to: 'afterReserve(accountOfHold(copy, open.value), 0n)',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/release-keeps-reserve',
    breaks: 'what is released is available again',
    file: 'apps/ledger/src/domain/hold.decide.ts',
    from: 'const account = afterReserve(accountOfHold(copy, open.value), -amount);',
    to: 'const account = afterReserve(accountOfHold(copy, open.value), 0n);',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/apply-twice',
    breaks: 'the same id gets the first outcome',
    file: 'apps/ledger/src/domain/ledger.decide.ts',
    from: 'if (stored !== undefined) return repeatOf(copy, command, stored);',
    to: '',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/forget-void',
    breaks: 'a voided capture never captures',
    file: 'apps/ledger/src/domain/capture.decide.ts',
    from: 'if (earlier === undefined) copy.putOutcome(tombstone(command, copy));',
    to: '',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/half-a-chain',
    breaks: 'linked transfers are all or nothing',
    file: 'apps/ledger/src/domain/working-copy.ts',
    from: 'if (result.ok) return result;',
    to: 'return result;',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
  {
    name: 'ledger/lost-expiry',
    breaks: 'an expired hold is no longer reserved',
    file: 'apps/ledger/src/domain/hold.decide.ts',
    from: 'afterReserve(accountOfHold(copy, hold), -hold.remaining)',
    to: 'afterReserve(accountOfHold(copy, hold), 0n)',
    test: ['apps/ledger', 'domain/ledger.spec'],
  },
];
