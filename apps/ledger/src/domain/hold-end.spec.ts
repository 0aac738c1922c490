import {
  capture,
  eur,
  nextId,
  place,
  release,
  usd,
  voidCapture,
} from '../../test/command-builders';
import { codes, funded, balances } from '../../test/funded-ledger';
import { type InMemoryLedger } from '../../test/in-memory-ledger';
import type { Decided } from './ledger.decide';

describe('expiry', () => {
  const expiring = place({ expiresAt: 5_000 });
  const at = (now: number): InMemoryLedger => {
    const ledger = funded();
    ledger.apply(expiring);
    ledger.now = now;
    return ledger;
  };

  it('lets a capture through a millisecond before', () => {
    expect(codes(at(4_999).apply(capture(expiring.holdId)))).toEqual(['hold_captured']);
  });

  it('is exact at use: on the instant the hold ends, swept or not, and tells it once', () => {
    const ledger = at(5_000);
    const [first, second] = ledger.apply(capture(expiring.holdId), release(expiring.holdId));
    expect(codes([first as Decided, second as Decided])).toEqual(['hold_expired', 'hold_expired']);
    expect(first?.expired).toMatchObject([
      {
        holdId: expiring.holdId,
        holdVersion: 2n,
        amount: usd(100),
        balance: { available: 1_000n },
      },
    ]);
    expect(second?.expired).toEqual([]);
    expect(ledger.expire()).toBe(0);
  });

  it('is swept once, after the instant', () => {
    expect(at(4_999).expire()).toBe(0);
    const ledger = at(5_000);
    expect([ledger.expire(), ledger.expire()]).toEqual([1, 0]);
    expect(ledger.hold(expiring.holdId)).toMatchObject({ status: 'expired', released: 100n });
    expect(balances(ledger, 'wallet:ann')).toEqual({ posted: 1_000n, available: 1_000n });
  });

  it('leaves alone what a refusal of earlier rank concerns', () => {
    const ledger = at(5_000);
    expect(codes(ledger.apply(capture(expiring.holdId, { amount: eur(1) })))).toEqual([
      'asset_mismatch',
    ]);
    expect(ledger.hold(expiring.holdId)?.status).toBe('open');
  });
});

describe('giving up on a capture', () => {
  it('that had not come makes it impossible, whatever it then asks for', () => {
    const ledger = funded();
    const hold = place();
    const late = capture(hold.holdId);
    expect(codes(ledger.apply(hold, voidCapture(hold.holdId, late.commandId), late))).toEqual([
      'hold_placed',
      'capture_voided',
      'capture_voided',
    ]);
    expect(codes(ledger.apply({ ...late, amount: usd(1) }))).toEqual(['capture_voided']);
    expect(ledger.hold(hold.holdId)).toMatchObject({ captured: 0n, remaining: 100n });
  });

  it('that was done tells that it stands, with what it moved', () => {
    const ledger = funded();
    const hold = place();
    const done = capture(hold.holdId);
    const decided = ledger.apply(hold, done, voidCapture(hold.holdId, done.commandId));
    expect(decided[2]?.outcome.answer).toEqual({
      kind: 'capture_stands',
      holdId: hold.holdId,
      captureCommandId: done.commandId,
      amount: usd(30),
      transferId: done.transferId,
    });
  });

  it('that was refused tells that it is void', () => {
    const ledger = funded();
    const hold = place();
    const tooMuch = capture(hold.holdId, { amount: usd(500) });
    expect(codes(ledger.apply(hold, tooMuch, voidCapture(hold.holdId, tooMuch.commandId)))).toEqual(
      ['hold_placed', 'exceeds_hold', 'capture_voided'],
    );
    expect(codes(ledger.apply(tooMuch))).toEqual(['exceeds_hold']);
  });

  it('twice, or of a hold that is not there, gives the same', () => {
    const ledger = funded();
    const target = nextId();
    expect(
      codes(ledger.apply(voidCapture(nextId(), target), voidCapture(nextId(), target))),
    ).toEqual(['capture_voided', 'capture_voided']);
  });

  it('keeps the id from every other kind of command, too', () => {
    const ledger = funded();
    const target = nextId();
    ledger.apply(voidCapture(nextId(), target));
    expect(codes(ledger.apply(place({ commandId: target })))).toEqual(['command_id_reused']);
  });
});
