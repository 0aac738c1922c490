import {
  eur,
  fund,
  increase,
  leg,
  nextId,
  place,
  transfers,
  usd,
} from '../../test/command-builders';
import { codes, funded, balances } from '../../test/funded-ledger';
import type { LedgerCommand } from './ledger-command';

describe('a command id', () => {
  it('gives the first answer again, and nothing happens twice', () => {
    const ledger = funded(100);
    const command = transfers([leg('wallet:ann', 'wallet:bob', 60)]);
    const [first] = ledger.apply(command);
    const [again] = ledger.apply({
      ...command,
      legs: command.legs.map((one) => ({ ...one, transferId: nextId() })),
    });
    expect(again).toMatchObject({ repeated: true });
    expect(again?.outcome).toBe(first?.outcome);
    expect(balances(ledger, 'wallet:bob')).toEqual({ posted: 60n, available: 60n });
  });

  it('stays refused once refused, even when it could succeed now', () => {
    const ledger = funded(10);
    const command = transfers([leg('wallet:ann', 'wallet:bob', 60)]);
    ledger.apply(command);
    ledger.apply(fund('wallet:ann', 1_000));
    expect(codes(ledger.apply(command))).toEqual(['insufficient_funds']);
  });

  it('repeats within one batch', () => {
    const ledger = funded(100);
    const command = transfers([leg('wallet:ann', 'wallet:bob', 60)]);
    expect(ledger.apply(command, command).map(({ repeated }) => repeated)).toEqual([false, true]);
    expect(balances(ledger, 'wallet:bob')).toEqual({ posted: 60n, available: 60n });
  });

  const original = place({ commandId: nextId(), holdId: nextId() });
  it.each<[string, LedgerCommand]>([
    ['kind', increase(original.holdId, { commandId: original.commandId })],
    ['holdId', { ...original, holdId: nextId(), account: 'wallet:bob' }],
    ['account', { ...original, account: 'wallet:bob', amount: usd(1) }],
    ['amount', { ...original, amount: usd(99), expiresAt: 5_000 }],
    ['amount', { ...original, amount: eur(100) }],
    ['expiresAt', { ...original, expiresAt: 5_000, reference: { type: 'x', id: 'y' } }],
    ['reference', { ...original, reference: { type: 'paddle', id: 'p2' } }],
  ])('with other content is refused and names the first difference: %s', (field, command) => {
    const ledger = funded();
    ledger.apply(original);
    const [decided] = ledger.apply(command);
    expect(decided?.outcome.answer).toMatchObject({
      kind: 'refused',
      rejection: { code: 'command_id_reused', field: `/${field}` },
    });
    expect(codes(ledger.apply(original))).toEqual(['hold_placed']);
  });

  it('notices legs added, left out or exchanged', () => {
    const ledger = funded();
    const command = transfers([
      leg('wallet:ann', 'wallet:bob', 1),
      leg('wallet:ann', 'wallet:cid', 2),
    ]);
    ledger.apply(command);
    const [one, two] = command.legs;
    if (!one || !two) throw new Error('two legs');
    for (const legs of [[one], [one, two, two], [two, one], [one, { ...two, code: 'x' }]]) {
      expect(codes(ledger.apply({ ...command, legs }))).toEqual(['command_id_reused']);
    }
  });
});
