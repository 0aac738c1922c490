import type { Answer } from '../domain/answer';
import { decodeAnswer, encodeAnswer } from './outcome.row';

const balance = { account: 'wallet:ann', asset: 'USD/2', posted: -5n, available: 10n ** 37n };

describe('a stored answer', () => {
  it.each<Answer>([
    {
      kind: 'hold_placed',
      holdId: 'h',
      holdVersion: 1n,
      account: 'wallet:ann',
      amount: { amount: 5n, asset: 'USD/2' },
      remaining: { amount: 5n, asset: 'USD/2' },
      balance,
    },
    {
      kind: 'transfers_posted',
      transfers: [
        {
          transferId: 't',
          debitAccount: 'a:b',
          creditAccount: 'c:d',
          amount: { amount: 0n, asset: 'USD/2' },
          code: 'x',
          debitBalance: balance,
          creditBalance: balance,
        },
      ],
    },
    { kind: 'refused', rejection: { code: 'hold_expired', detail: 'no' }, failedIndex: 3 },
  ])('of kind $kind comes back as it was', (answer) => {
    expect(decodeAnswer(JSON.parse(encodeAnswer(answer)))).toEqual(answer);
  });

  it('keeps the form in which earlier versions wrote it', () => {
    expect(
      decodeAnswer({
        kind: 'capture_stands',
        holdId: 'h',
        captureCommandId: 'c',
        transferId: 't',
        amount: { amount: { units: '30' }, asset: 'USD/2' },
      }),
    ).toEqual({
      kind: 'capture_stands',
      holdId: 'h',
      captureCommandId: 'c',
      transferId: 't',
      amount: { amount: 30n, asset: 'USD/2' },
    });
  });
});
