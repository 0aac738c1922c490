import { ledger, type MessageData, type MessageDefinition } from '@outcry/contracts';
import type { ReceivedMessage } from '@outcry/messaging';
import { nextId } from '../../test/command-builders';
import { commandOf, LEDGER_COMMANDS } from './ledger-command.translator';

const reference = { type: 'paddle', id: 'p1' };
const commandId = nextId();
const holdId = nextId();
const amount = { amount: '12', asset: 'USD/2' };
const money = { amount: 12n, asset: 'USD/2' };

const received = <D extends MessageDefinition>(
  definition: D,
  data: MessageData<D>,
): ReceivedMessage => ({
  id: nextId(),
  type: definition.type,
  topic: definition.topic.name,
  partition: 0,
  offset: 0n,
  key: 'p1',
  tenantId: 't1',
  sequence: null,
  time: '2026-01-01T00:00:00.000Z',
  correlationId: null,
  causationId: null,
  headers: {},
  data,
});

describe('a command message', () => {
  const common = { tenantId: 't1', commandId, reference };
  it.each([
    [
      received(ledger.placeHoldV1, {
        commandId,
        holdId,
        account: 'wallet:ann',
        amount,
        expiresAt: '2026-01-01T00:00:00.123Z',
        reference,
      }),
      {
        kind: 'place_hold',
        holdId,
        account: 'wallet:ann',
        amount: money,
        expiresAt: Date.UTC(2026, 0, 1, 0, 0, 0, 123),
      },
    ],
    [
      received(ledger.increaseHoldV1, { commandId, holdId, amount, reference }),
      { kind: 'increase_hold', holdId, amount: money },
    ],
    [
      received(ledger.captureHoldV1, {
        commandId,
        holdId,
        amount,
        creditAccount: 'escrow:s',
        reference,
      }),
      {
        kind: 'capture_hold',
        holdId,
        amount: money,
        creditAccount: 'escrow:s',
        transferId: 'made-1',
      },
    ],
    [
      received(ledger.voidIfNotCapturedV1, {
        commandId,
        holdId,
        captureCommandId: holdId,
        reference,
      }),
      { kind: 'void_if_not_captured', holdId, captureCommandId: holdId },
    ],
    [
      received(ledger.releaseHoldV1, { commandId, holdId, amount: null, reference }),
      { kind: 'release_hold', holdId, amount: null },
    ],
    [
      received(ledger.releaseHoldV1, { commandId, holdId, amount, reference }),
      { kind: 'release_hold', holdId, amount: money },
    ],
    [
      received(ledger.postTransfersV1, {
        commandId,
        reference,
        transfers: [
          { debitAccount: 'escrow:s', creditAccount: 'wallet:bob', amount, code: 'payout' },
          { debitAccount: 'escrow:s', creditAccount: 'revenue:premium', amount, code: 'premium' },
        ],
      }),
      {
        kind: 'post_transfers',
        legs: [
          {
            transferId: 'made-1',
            debitAccount: 'escrow:s',
            creditAccount: 'wallet:bob',
            amount: money,
            code: 'payout',
          },
          {
            transferId: 'made-2',
            debitAccount: 'escrow:s',
            creditAccount: 'revenue:premium',
            amount: money,
            code: 'premium',
          },
        ],
      },
    ],
  ])('of $0.type becomes a command of its tenant', (message, expected) => {
    let made = 0;
    expect(commandOf(message, () => `made-${(made += 1)}`)).toEqual({ ...common, ...expected });
  });

  it('is known for every type that the consumer accepts', () => {
    expect(new Set(LEDGER_COMMANDS.map(({ topic }) => topic.name))).toEqual(
      new Set(['ledger.command.v1']),
    );
    const unknown = received(ledger.holdExpiredV1, {} as never);
    expect(() => commandOf(unknown, nextId)).toThrow('ledger.hold-expired.v1');
  });
});
