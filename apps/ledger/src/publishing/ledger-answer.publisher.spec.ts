import {
  capture,
  fund,
  increase,
  leg,
  nextId,
  place,
  release,
  transfers,
  usd,
  voidCapture,
} from '../../test/command-builders';
import { InMemoryLedger } from '../../test/in-memory-ledger';
import type { LedgerCommand } from '../domain/ledger-command';
import { expiryMessage, messagesOf } from './ledger-answer.publisher';

const ledgerWithMoney = () => {
  const ledger = new InMemoryLedger();
  ledger.apply(fund('wallet:ann', 1_000));
  return ledger;
};

const published = (ledger: InMemoryLedger, ...commands: LedgerCommand[]) =>
  ledger.apply(...commands).flatMap((decided) => messagesOf(decided, { causationId: 'cause' }));

const summary = (messages: ReturnType<typeof published>) =>
  messages.map(({ definition, sequence }) => [
    definition.type.replace('ledger.', '').replace('.v1', ''),
    sequence,
  ]);

const at = '1970-01-01T00:00:01.000Z';
const reference = { type: 'paddle', id: 'p1' };
const money = (amount: string) => ({ amount, asset: 'USD/2' });
const balance = (account: string, posted: string, available = posted) => ({
  account,
  asset: 'USD/2',
  posted,
  available,
});

describe('answers', () => {
  it('are one to each command, numbered by the hold only where it changed', () => {
    const ledger = ledgerWithMoney();
    const hold = place();
    const done = capture(hold.holdId);
    const messages = published(
      ledger,
      hold,
      place({ holdId: hold.holdId }),
      increase(hold.holdId),
      increase(hold.holdId, { amount: usd(5_000) }),
      done,
      capture(hold.holdId, { amount: usd(5_000) }),
      voidCapture(hold.holdId, done.commandId),
      voidCapture(hold.holdId, nextId()),
      release(hold.holdId),
      release(hold.holdId),
      transfers([leg('wallet:ann', 'wallet:bob', 1)]),
      transfers([leg('wallet:ann', 'wallet:bob', 5_000)]),
    );
    expect(summary(messages)).toEqual([
      ['hold-placed', 1n],
      ['hold-refused', undefined],
      ['hold-increased', 2n],
      ['hold-increase-refused', undefined],
      ['hold-captured', 3n],
      ['transfers-posted', undefined],
      ['capture-refused', undefined],
      ['capture-stands', undefined],
      ['capture-voided', undefined],
      ['hold-released', 4n],
      ['release-refused', undefined],
      ['transfers-posted', undefined],
      ['transfers-refused', undefined],
    ]);
    for (const { definition, data } of messages) {
      expect(definition.data.parse(data)).toEqual(data);
    }
  });

  it('come again with the same data and outside of the hold’s order', () => {
    const ledger = ledgerWithMoney();
    const hold = place();
    const commands = [
      hold,
      capture(hold.holdId),
      capture(hold.holdId, { amount: usd(5_000) }),
      transfers([leg('wallet:ann', 'wallet:bob', 1)]),
    ];
    const first = published(ledger, ...commands);
    const again = published(ledger, ...commands);
    expect(summary(again)).toEqual([
      ['hold-placed', undefined],
      ['hold-captured', undefined],
      ['capture-refused', undefined],
      ['transfers-posted', undefined],
    ]);
    const answers = first.filter((_, index) => index !== 2);
    expect(again.map(({ data }) => data)).toEqual(answers.map(({ data }) => data));
  });

  it('to a hold command carry the hold as key, to transfers the command', () => {
    const ledger = ledgerWithMoney();
    const hold = place();
    const moved = transfers([leg('wallet:ann', 'wallet:bob', 1)]);
    const refused = transfers([leg('wallet:ann', 'wallet:bob', 5_000)]);
    expect(
      published(ledger, hold, moved, refused).map(({ key, tenantId, causation }) => [
        key,
        tenantId,
        causation,
      ]),
    ).toEqual(
      [hold.holdId, moved.commandId, refused.commandId].map((key) => [
        key,
        'default',
        { causationId: 'cause' },
      ]),
    );
  });

  it('about a capture tell the transfer, the rest and both balances', () => {
    const ledger = ledgerWithMoney();
    const hold = place();
    const command = capture(hold.holdId);
    const [, captured, posted] = published(ledger, hold, command);
    const common = { commandId: command.commandId, reference, occurredAt: at };
    expect(captured?.data).toEqual({
      ...common,
      holdId: hold.holdId,
      amount: money('30'),
      remaining: money('70'),
      creditAccount: 'escrow:sale',
      transferId: command.transferId,
      balances: [balance('wallet:ann', '970', '900'), balance('escrow:sale', '30')],
    });
    expect(posted?.data).toEqual({
      ...common,
      transfers: [
        {
          transferId: command.transferId,
          debitAccount: 'wallet:ann',
          creditAccount: 'escrow:sale',
          amount: money('30'),
          code: 'capture',
          debitBalance: balance('wallet:ann', '970', '900'),
          creditBalance: balance('escrow:sale', '30'),
        },
      ],
    });
  });

  it('that refuse name the code, what to do, and the leg that failed', () => {
    const command = transfers([
      leg('wallet:ann', 'wallet:bob', 1),
      leg('wallet:ann', 'wallet:bob', 0),
    ]);
    const [refused] = published(ledgerWithMoney(), command);
    expect(refused?.data).toEqual({
      commandId: command.commandId,
      reference,
      occurredAt: at,
      reason: 'amount_zero',
      detail: 'Leave out legs of zero.',
      failedIndex: 1,
    });
  });

  it('to a void with a reused id do not say that the capture was void', () => {
    const hold = place();
    const reused = voidCapture(hold.holdId, nextId(), { commandId: hold.commandId });
    const messages = published(ledgerWithMoney(), hold, reused);
    expect(messages[1]?.definition.type).toBe('ledger.capture-refused.v1');
    expect(messages[1]?.data).toMatchObject({ reason: 'command_id_reused' });
  });
});

describe('an expiry', () => {
  it('found at use is told before the refusal it causes', () => {
    const ledger = ledgerWithMoney();
    const hold = place({ expiresAt: 2_000 });
    ledger.apply(hold);
    ledger.now = 2_000;
    const messages = published(ledger, capture(hold.holdId));
    expect(summary(messages)).toEqual([
      ['hold-expired', 2n],
      ['capture-refused', undefined],
    ]);
    expect(messages[0]?.data).toEqual({
      holdId: hold.holdId,
      reference,
      occurredAt: '1970-01-01T00:00:02.000Z',
      amount: money('100'),
      balance: balance('wallet:ann', '1000'),
    });
  });

  it('found by the sweeper is told in the same form', () => {
    const { data, key, sequence } = expiryMessage(
      {
        tenantId: 'default',
        holdId: nextId(),
        holdVersion: 7n,
        reference,
        amount: usd(5),
        balance: { account: 'wallet:ann', asset: 'USD/2', posted: 9n, available: 9n },
      },
      1_000,
    );
    expect({ key, sequence, data }).toMatchObject({
      key: (data as { holdId: string }).holdId,
      sequence: 7n,
      data: { occurredAt: at, amount: money('5'), balance: balance('wallet:ann', '9') },
    });
  });
});
