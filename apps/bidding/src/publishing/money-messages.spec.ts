import { aPaddle, END } from '../../test/domain/builders';
import { Room } from '../../test/domain/room';
import type { ChangedPaddle } from '../domain/flow/flow-decision';
import type { LedgerRequest } from '../domain/ledger-request';
import { noPaddle, type PaddleCommand } from '../domain/paddle/paddle';
import { paddleDecider } from '../domain/paddle/paddle.decide';
import { ledgerMessage } from './ledger-message';
import { paddleMessages } from './paddle-messages';
import { settlementMessages } from './settlement-messages';

const reference = { type: 'paddle', id: 'p' } as const;
const amount = { amount: 5n, asset: 'USD/2' };
const wire = { amount: '5', asset: 'USD/2' };

describe('a request to the ledger', () => {
  it.each<[LedgerRequest, string, object]>([
    [
      { kind: 'place_hold', commandId: 'c', reference, holdId: 'h', account: 'wallet:a', amount },
      'ledger.place-hold.v1',
      { holdId: 'h', account: 'wallet:a', amount: wire, expiresAt: null },
    ],
    [
      { kind: 'increase_hold', commandId: 'c', reference, holdId: 'h', amount },
      'ledger.increase-hold.v1',
      { holdId: 'h', amount: wire },
    ],
    [
      { kind: 'release_hold', commandId: 'c', reference, holdId: 'h', amount },
      'ledger.release-hold.v1',
      { holdId: 'h', amount: wire },
    ],
    [
      { kind: 'release_hold', commandId: 'c', reference, holdId: 'h', amount: null },
      'ledger.release-hold.v1',
      { holdId: 'h', amount: null },
    ],
    [
      { kind: 'capture_hold', commandId: 'c', reference, holdId: 'h', amount, creditAccount: 'x' },
      'ledger.capture-hold.v1',
      { holdId: 'h', amount: wire, creditAccount: 'x' },
    ],
    [
      {
        kind: 'void_if_not_captured',
        commandId: 'c',
        reference,
        holdId: 'h',
        captureCommandId: 'd',
      },
      'ledger.void-if-not-captured.v1',
      { holdId: 'h', captureCommandId: 'd' },
    ],
    [
      {
        ...{ kind: 'post_transfers', commandId: 'c', reference },
        transfers: [{ debitAccount: 'x', creditAccount: 'y', amount, code: 'payout' }],
      },
      'ledger.post-transfers.v1',
      { transfers: [{ debitAccount: 'x', creditAccount: 'y', amount: wire, code: 'payout' }] },
    ],
  ])('is a message under the key of the row that sends it (%#)', (request, type, data) => {
    expect(ledgerMessage('default', request)).toMatchObject({
      tenantId: 'default',
      key: 'p',
      definition: { type },
    });
    expect(ledgerMessage('default', request).data).toEqual({ commandId: 'c', reference, ...data });
  });
});

describe('the messages of a paddle', () => {
  const changed = (
    start: ReturnType<typeof paddleDecider.initialState>,
    command: PaddleCommand,
  ): ChangedPaddle => {
    const decision = paddleDecider.decide(command, start);
    if (!decision.ok) throw new Error(decision.rejection.code);
    const state = decision.value.reduce(paddleDecider.evolve, start);
    if (state.status === 'none') throw new Error('no paddle');
    return { state, events: decision.value };
  };
  const typesOf = (change: ChangedPaddle) =>
    paddleMessages('default', change).map(({ definition }) => definition.type);
  const nowMs = END;
  const answer = (kind: 'hold_placed' | 'hold_refused' | 'hold_increased', commandId = 'c') =>
    ({ type: 'take_answer', commandId, answer: kind, reason: 'why', nowMs }) as const;
  const limiting = (limit: bigint) =>
    ({
      type: 'change_limit',
      commandId: 'c',
      limit: { amount: limit, asset: 'USD/2' },
      nowMs,
    }) as const;
  const requesting: PaddleCommand = {
    type: 'request_paddle',
    ...{ paddleId: 'p', saleId: 's', bidderId: 'anna', number: '#7', asset: 'USD/2' },
    ...{ depositBasisPoints: 10_000, limit: amount, commandId: 'c', nowMs },
  };

  it('tell the registration and its answer', () => {
    const requested = changed(noPaddle, requesting);
    expect(typesOf(requested)).toEqual(['ledger.place-hold.v1']);
    const live = changed(requested.state, answer('hold_placed'));
    expect(paddleMessages('default', live)).toMatchObject([
      {
        definition: { type: 'bidding.paddle-registered.v1' },
        key: 'p',
        tenantId: 'default',
        data: {
          ...{ paddleId: 'p', saleId: 's', number: '#7', bidderId: 'anna' },
          occurredAt: new Date(END).toISOString(),
        },
      },
    ]);
    expect(
      paddleMessages('default', changed(requested.state, answer('hold_refused'))),
    ).toMatchObject([
      { definition: { type: 'bidding.paddle-refused.v1' }, data: { reason: 'why' } },
    ]);
  });

  it('tell a changed limit when it counts', () => {
    const live = aPaddle('anna', { limit: 100n });
    const raising = changed(live, limiting(150n));
    expect(typesOf(raising)).toEqual(['ledger.increase-hold.v1']);
    expect(typesOf(changed(raising.state, answer('hold_increased')))).toEqual([
      'bidding.paddle-limit-changed.v1',
    ]);
    expect(typesOf(changed(live, limiting(50n)))).toEqual([
      'bidding.paddle-limit-changed.v1',
      'ledger.release-hold.v1',
    ]);
    const rounded = aPaddle('anna', { limit: 20n, held: 1n, depositBasisPoints: 1 });
    expect(typesOf(changed(rounded, limiting(10n)))).toEqual(['bidding.paddle-limit-changed.v1']);
  });

  it('tell the closing once', () => {
    const close = { type: 'close_paddle', commandId: 'c', nowMs } as const;
    const closing = changed(aPaddle('anna'), close);
    expect(typesOf(closing)).toEqual(['ledger.release-hold.v1']);
    const released = { ...answer('hold_placed'), answer: 'hold_released' } as const;
    expect(typesOf(changed(closing.state, released))).toEqual(['bidding.paddle-closed.v1']);
  });

  it('never tell exposure', () => {
    const commitment = { kind: 'leading', maximum: 1n, premium: 1n } as const;
    const change: ChangedPaddle = {
      state: aPaddle('anna'),
      events: [
        { type: 'commitment_made', atMs: 1, auctionId: 'a', commitment },
        { type: 'commitment_freed', atMs: 1, auctionId: 'a' },
        { type: 'commitment_covered', atMs: 1, auctionId: 'a', amount: 1n },
        { type: 'commitment_captured', atMs: 1, auctionId: 'a', amount: 1n },
        { type: 'hold_lowered', atMs: 1, held: 1n },
        { type: 'limit_raise_refused', atMs: 1, reason: '' },
      ],
    };
    expect(paddleMessages('default', change)).toEqual([]);
  });
});

describe('the messages of a settlement', () => {
  it('are its requests to the ledger', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.close(END);
    const state = room.settlement();
    const request = state.status === 'awaiting_capture' ? state.request : null;
    if (!request) throw new Error('no capture');
    const events = [
      { type: 'capture_requested', atMs: END, request },
      { type: 'payout_completed', atMs: END },
    ] as const;
    expect(settlementMessages('default', { state, events })).toEqual([
      ledgerMessage('default', request),
    ]);
  });
});
