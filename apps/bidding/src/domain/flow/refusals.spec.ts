import { aPaddle, END, START, usd } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import { noPaddle, type Paddle, type PaddleCommand } from '../paddle/paddle';
import { decidePaddle } from '../paddle/paddle.decide';
import { biddingRejections, type Decision } from '../rejections';
import { decideSettlement } from '../settlement/settlement.decide';
import { decideBids } from './decide-bids';
import { lowerReserve } from './lower-reserve';

const fieldOf = (decision: Decision<unknown> | undefined): string | undefined => {
  if (!decision || decision.ok) throw new Error('accepted');
  expect(decision.rejection.detail).toMatch(/^[A-Z].*\.$/);
  return decision.rejection.field;
};

describe('a refusal names the field at fault', () => {
  it('of a bid', () => {
    const room = new Room();
    room.register(aPaddle('poor', { limit: 1_00n }));
    const field = (amount: bigint, asset: string, bidder = 'anna') => {
      const command = { type: 'place_bid', bidId: 'b', bidderId: bidder } as const;
      const commands = [{ ...command, amount: { amount, asset } }];
      room.register(aPaddle('anna'));
      const { auction, sale } = room;
      const paddles = [...room.paddles.values()];
      const decision = decideBids({ auction, sale, paddles, commands, nowMs: START });
      return decision.ok ? fieldOf(decision.value.outcomes[0]) : 'none';
    };
    expect(field(1n, 'EUR/2')).toBe('/amount/asset');
    expect(field(0n, 'USD/2')).toBe('/amount/amount');
    expect(field(1n, 'USD/2')).toBe('/amount/amount');
    expect(field(1_00n, 'USD/2', 'poor')).toBe('/amount/amount');
  });

  it('of a lowered reserve', () => {
    const room = new Room({ reserve: 100_00n });
    const field = (amount: bigint, asset = 'USD/2') => {
      const command = { reserve: { amount, asset }, nowMs: START };
      return fieldOf(lowerReserve({ auction: room.auction, command }));
    };
    expect(field(1n, 'EUR/2')).toBe('/reserve/asset');
    expect(field(100_00n)).toBe('/reserve/amount');
    expect(field(1n)).toBe('/reserve/amount');
  });

  it('of a limit', () => {
    const field = (paddle: Paddle, amount: bigint, asset = 'USD/2') => {
      const change = { type: 'change_limit', commandId: 'c', nowMs: 1 } as const;
      const command: PaddleCommand = { ...change, limit: { amount, asset } };
      return fieldOf(decidePaddle(command, paddle));
    };
    const commitment = { kind: 'leading', maximum: 50n, premium: 0n } as const;
    const paddle = aPaddle('anna', { limit: 100n, commitments: { a: commitment } });
    expect(field(paddle, 1n, 'EUR/2')).toBe('/limit/asset');
    expect(field(paddle, 0n)).toBe('/limit/amount');
    expect(field(paddle, 49n)).toBe('/limit/amount');
    expect(field(noPaddle, 49n)).toBeUndefined();
  });

  it('of a refund', () => {
    const room = new Room();
    room.bid('anna', 5_00n);
    room.close(END);
    room.answer('hold_captured');
    room.settle({ type: 'open_dispute', reason: 'broken' });
    const field = (refund: ReturnType<typeof usd>) => {
      const command = { type: 'resolve_dispute', refund, nowMs: END, newCommandId: 'c' } as const;
      return fieldOf(decideSettlement(command, room.settlement()));
    };
    expect(field({ amount: 1n, asset: 'EUR/2' })).toBe('/refund/asset');
    expect(field(usd(9_00n))).toBe('/refund/amount');
  });
});

describe('the registry of refusals', () => {
  it('gives each code a status of its kind and a title', () => {
    for (const { status, title } of Object.values(biddingRejections)) {
      expect([403, 404, 409, 422]).toContain(status);
      expect(title).toMatch(/^[A-Z][^.]+$/);
    }
  });

  it('says which may succeed later, unchanged', () => {
    const retryable = Object.entries(biddingRejections)
      .filter(([, row]) => row.retryable)
      .map(([code]) => code);
    expect(retryable).toEqual([
      'auction_not_open',
      'auction_not_over',
      'paddle_not_live',
      'over_limit',
      'limit_change_pending',
      'limit_below_exposure',
      'paddle_committed',
      'settlement_in_progress',
    ]);
  });
});
