import { ledger as contracts } from '@outcry/contracts';
import { eventually } from '@outcry/testing';
import { newId } from './ledger-database';
import { operator, type RunningLedger } from './running-ledger';

export const usd = (amount: number | string) => ({ amount: String(amount), asset: 'USD/2' });

export const reference = { type: 'paddle', id: 'p1' };

export const answersTo = (ledger: RunningLedger, commandId: string) =>
  [...ledger.published('hold'), ...ledger.published('transfer')].filter(
    ({ data }) => data['commandId'] === commandId,
  );

export const answerTo = (ledger: RunningLedger, commandId: string, count = 1) =>
  eventually(async () => {
    const answers = answersTo(ledger, commandId);
    expect(answers.length).toBeGreaterThanOrEqual(count);
    return answers;
  });

export const fund = (
  ledger: RunningLedger,
  wallet: string,
  amount: number,
  options: { tenantId?: string; key?: string } = {},
) =>
  ledger.call(
    { ...operator, ...(options.tenantId === undefined ? {} : { tenantId: options.tenantId }) },
    'POST',
    '/v1/transfers',
    {
      transfers: [
        {
          debitAccount: 'cash:deposits',
          creditAccount: wallet,
          amount: usd(amount),
          code: 'deposit',
        },
      ],
    },
    options.key === undefined ? {} : { key: options.key },
  );

export const placeHold = async (ledger: RunningLedger, account: string, amount: number) => {
  const holdId = newId();
  const commandId = newId();
  await ledger.send(contracts.placeHoldV1, {
    ...{ commandId, holdId, account, reference },
    amount: usd(amount),
    expiresAt: null,
  });
  return { holdId, commandId };
};

export const posted = async (ledger: RunningLedger, address: string) =>
  (await ledger.call(operator, 'GET', `/v1/accounts/${address}?asset=USD/2`)).json['posted'];
