import type { AccountRow, EntryRow, Evidence } from '../check/evidence';
import type { Findings } from '../check/findings';

const balanceOf = (account: AccountRow): bigint => {
  const debits = BigInt(account.debits_posted);
  const credits = BigInt(account.credits_posted);
  return account.normal_side === 'credit' ? credits - debits : debits - credits;
};

const checkEntries = (
  account: AccountRow,
  entries: readonly EntryRow[],
  findings: Findings,
): void => {
  const where = `account ${account.address}`;
  const floor = account.min_available === null ? null : BigInt(account.min_available);
  let sum = 0n;
  for (const [index, entry] of entries.entries()) {
    sum += entry.side === account.normal_side ? BigInt(entry.amount) : -BigInt(entry.amount);
    findings.equal(
      'ledger.balance-is-entries',
      [entry.seq, entry.posted_after],
      [String(index + 1), String(sum)],
      where,
    );
    const holds = floor === null || BigInt(entry.available_after) >= floor;
    findings.check(
      'ledger.floor',
      holds,
      () => `${where}: ${entry.available_after} at ${entry.seq}`,
    );
  }
  findings.equal('ledger.balance-is-entries', balanceOf(account), sum, where);
};

/** The single-threaded ledger: one transfer after the other, as they were booked. */
const checkModel = ({ accounts, transfers }: Evidence, findings: Findings): void => {
  const model = new Map<string, bigint>();
  const move = (address: string, amount: bigint): void =>
    void model.set(address, (model.get(address) ?? 0n) + amount);
  for (const { debit, credit, amount } of transfers) {
    move(debit, -BigInt(amount));
    move(credit, BigInt(amount));
    const wallet = debit.startsWith('wallet:') || debit.startsWith('escrow:');
    const left = model.get(debit) ?? 0n;
    findings.check('ledger.floor', !wallet || left >= 0n, () => `${debit} fell to ${left}`);
  }
  for (const account of accounts) {
    const expected = model.get(account.address) ?? 0n;
    const found = balanceOf(account) * (account.normal_side === 'credit' ? 1n : -1n);
    findings.equal('ledger.model', found, expected, account.address);
    if (account.address.startsWith('escrow:'))
      findings.equal('ledger.clearing-zero', found, 0n, account.address);
  }
};

const checkHolds = ({ holds, transfers, paddles }: Evidence, findings: Findings): void => {
  const paddleOf = new Map(paddles.map((paddle) => [paddle.paddle_id, paddle]));
  for (const hold of holds) {
    const where = `hold ${hold.id}`;
    const parts = [hold.remaining, hold.captured, hold.released].map(BigInt);
    const sum = parts.reduce((total, part) => total + part, 0n);
    findings.equal('ledger.hold-adds-up', sum, BigInt(hold.amount), where);
    const captured = transfers
      .filter(({ hold_id: id }) => id === hold.id)
      .reduce((total, { amount }) => total + BigInt(amount), 0n);
    findings.equal('ledger.hold-adds-up', captured, BigInt(hold.captured), where);
    const paddle = paddleOf.get(hold.id);
    const held = paddle?.status === 'live' ? paddle.held : '0';
    findings.equal('ledger.hold-is-paddle', hold.remaining, held, `${where} (${paddle?.status})`);
  }
};

/** Accounts, entries and holds against one another and against the model. */
export const checkLedger = (evidence: Evidence, findings: Findings): void => {
  const { accounts, entries } = evidence;
  const byAccount = Map.groupBy(entries, ({ account_id: id }) => id);
  for (const account of accounts) checkEntries(account, byAccount.get(account.id) ?? [], findings);
  const total = (side: 'debits_posted' | 'credits_posted'): bigint =>
    accounts.reduce((sum, account) => sum + BigInt(account[side]), 0n);
  findings.equal('ledger.sides-equal', total('debits_posted'), total('credits_posted'), 'sides');
  checkModel(evidence, findings);
  checkHolds(evidence, findings);
};
