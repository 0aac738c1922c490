import { fund } from './command-builders';
import { InMemoryLedger } from './in-memory-ledger';
import { availableOf, postedOf } from '../src/domain/account';
import type { Decided } from '../src/domain/ledger.decide';

export const codeOf = (decided: Decided | undefined): string | undefined => {
  const answer = decided?.outcome.answer;
  return answer?.kind === 'refused' ? answer.rejection.code : answer?.kind;
};

export const codes = (decided: readonly Decided[]) => decided.map(codeOf);

export const funded = (amount = 1_000): InMemoryLedger => {
  const ledger = new InMemoryLedger();
  ledger.apply(fund('wallet:ann', amount));
  return ledger;
};

export const balances = (ledger: InMemoryLedger, address: string, asset = 'USD/2') => {
  const account = ledger.account(address, asset);
  return account && { posted: postedOf(account), available: availableOf(account) };
};
