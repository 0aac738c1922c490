import fc from 'fast-check';
import { aPaddle, DAY, END } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import type { LedgerRequest } from '../ledger-request';
import type { KnownSettlement, SettlementAnswer } from '../settlement/settlement';
import { pendingRequestOfSettlement, settlementDueAtMs } from '../settlement/settlement.decide';

type Answer = { readonly commandId: string; readonly answer: SettlementAnswer };

/**
 * The ledger, as far as settlements see it: the same command id always gets the same outcome, a
 * voided capture is impossible for ever, and money only moves.
 */
class SmallLedger {
  captured = 0n;
  paidOut = 0n;
  captures = 0;
  private readonly outcomes = new Map<string, SettlementAnswer>();
  private readonly voided = new Set<string>();

  private readonly accepts: () => boolean;

  constructor(accepts: () => boolean) {
    this.accepts = accepts;
  }

  take(request: LedgerRequest): Answer {
    const { commandId } = request;
    const known = this.outcomes.get(commandId);
    const answer = known ?? this.decide(request);
    this.outcomes.set(commandId, answer);
    return { commandId, answer };
  }

  private decide(request: LedgerRequest): SettlementAnswer {
    switch (request.kind) {
      case 'increase_hold':
        return this.accepts() ? 'hold_increased' : 'hold_increase_refused';
      case 'capture_hold':
        if (this.voided.has(request.commandId) || !this.accepts()) return 'capture_refused';
        this.captured += request.amount.amount;
        this.captures += 1;
        return 'hold_captured';
      case 'void_if_not_captured':
        if (this.outcomes.get(request.captureCommandId) === 'hold_captured')
          return 'capture_stands';
        this.voided.add(request.captureCommandId);
        return 'capture_voided';
      case 'post_transfers':
        if (!this.accepts()) return 'transfers_refused';
        for (const { amount } of request.transfers) this.paidOut += amount.amount;
        return 'transfers_posted';
      default:
        throw new Error(`a settlement does not send ${request.kind}`);
    }
  }
}

const STEPS = ['send', 'deliver', 'redeliver', 'day', 'due', 'again', 'giveUp', 'confirm'] as const;
const MORE = ['dispute', 'resolve'] as const;
type Step = (typeof STEPS)[number] | (typeof MORE)[number];
const isOver = ({ status }: KnownSettlement): boolean =>
  status === 'settled' || status === 'refunded' || status === 'defaulted';

class Course {
  readonly room: Room;
  readonly ledger: SmallLedger;
  private readonly answers: Answer[] = [];
  private nowMs = END;

  constructor(depositBasisPoints: number, accepts: () => boolean) {
    this.room = new Room({}, { depositBasisPoints });
    this.ledger = new SmallLedger(accepts);
    for (const bidder of ['anna', 'ben', 'carl']) {
      const limit = 1_000_00n;
      const held = (limit * BigInt(depositBasisPoints)) / 10_000n;
      this.room.register(aPaddle(bidder, { limit, held, depositBasisPoints }));
    }
    this.room.bid('ben', 50_00n);
    this.room.bid('carl', 60_01n);
    this.room.bid('anna', 80_00n);
    this.room.close(END);
  }

  get settlements(): readonly KnownSettlement[] {
    return [...this.room.settlements.values()];
  }

  /** Sends what is pending, once more if need be; the answers come when they are delivered. */
  send(): void {
    for (const settlement of this.settlements) {
      const request = pendingRequestOfSettlement(settlement);
      if (request) this.answers.push(this.ledger.take(request));
    }
  }

  deliver(index: number, keep: boolean): void {
    const at = index % (this.answers.length || 1);
    const answer = this.answers[at];
    if (!answer) return;
    if (!keep) this.answers.splice(at, 1);
    for (const settlement of this.settlements)
      this.room.settle({ type: 'take_answer', ...answer, reason: 'no' }, this.nowMs, settlement);
  }

  private each(command: Parameters<Room['settle']>[0]): void {
    for (const settlement of this.settlements) this.room.settle(command, this.nowMs, settlement);
  }

  step(step: Step, index: number): void {
    if (step === 'send') this.send();
    if (step === 'deliver') this.deliver(index, false);
    if (step === 'redeliver') this.deliver(index, true);
    if (step === 'day') this.nowMs += DAY;
    if (step === 'due') this.each({ type: 'meet_deadline' });
    if (step === 'again') this.each({ type: 'ask_again' });
    if (step === 'giveUp') this.each({ type: 'give_up', reason: 'operator' });
    if (step === 'confirm') this.each({ type: 'confirm_delivery' });
    if (step === 'dispute') this.each({ type: 'open_dispute', reason: 'broken' });
    const refund = { amount: BigInt(index * 7), asset: 'USD/2' };
    if (step === 'resolve') this.each({ type: 'resolve_dispute', refund });
  }

  /** All servers are back and every deadline has passed; nobody does anything by hand. */
  drain(): void {
    for (let round = 0; round < 30 && !this.settlements.every(isOver); round += 1) {
      const due = this.settlements.map((one) => settlementDueAtMs(one) ?? 0);
      this.nowMs = Math.max(this.nowMs, ...due);
      for (const step of ['again', 'send', 'deliver', 'due'] as const) this.step(step, 0);
      for (let left = this.answers.length; left > 0; left -= 1) this.step('deliver', 0);
    }
  }
}

describe('any course of a sale, with answers late, twice and out of order', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom<Step>(...STEPS, ...MORE), fc.nat(400)), {
    maxLength: 40,
  });

  it('ends; what was captured has left the escrow, and nobody stays committed', () => {
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(10_000, 2_500),
        fc.array(fc.boolean(), { maxLength: 12 }),
        (script, deposit, coins) => {
          let coin = 0;
          const course = new Course(deposit, () => coins[coin++] ?? true);
          for (const [step, index] of script) course.step(step, index);
          course.drain();
          expect(course.settlements.every(isOver)).toBe(true);
          expect(course.ledger.paidOut).toBe(course.ledger.captured);
          for (const bidder of ['anna', 'ben', 'carl'])
            expect(course.room.exposureOf(bidder)).toBe(0n);
          const paid = course.settlements.filter(({ status }) => status !== 'defaulted');
          expect(course.ledger.captures).toBe(paid.length);
          expect(course.room.auction.status).toBe(paid.length === 1 ? 'sold' : 'unsold');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps limit and hold of every paddle in step with what was captured', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.boolean(), { maxLength: 12 }), (script, coins) => {
        let coin = 0;
        const course = new Course(10_000, () => coins[coin++] ?? true);
        for (const [step, index] of script) course.step(step, index);
        course.drain();
        const left = [...course.room.paddles.values()];
        const limits = left.reduce((sum, { limit }) => sum + limit, 0n);
        const holds = left.reduce((sum, { held }) => sum + held, 0n);
        expect(limits).toBe(3_000_00n - course.ledger.captured);
        expect(holds).toBe(limits);
      }),
      { numRuns: 200 },
    );
  });
});
