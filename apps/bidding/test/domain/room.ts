import { defined } from '@outcry/kernel';
import type { Auction, AuctionTerms, KnownAuction } from '../../src/domain/auction/auction';
import type { AuctionEvent } from '../../src/domain/auction/auction.events';
import { replayJournal } from '../../src/domain/auction/auction.evolve';
import { publicViewOf } from '../../src/domain/auction/public-view';
import { advanceSettlement } from '../../src/domain/flow/advance-settlement';
import { cancelAuction } from '../../src/domain/flow/cancel-auction';
import { closeAuction } from '../../src/domain/flow/close-auction';
import { type BidCommand, type BidReceipt, decideBids } from '../../src/domain/flow/decide-bids';
import type { FlowDecision } from '../../src/domain/flow/flow-decision';
import { lowerReserve } from '../../src/domain/flow/lower-reserve';
import { withdrawBids } from '../../src/domain/flow/withdraw-bids';
import { exposureOf } from '../../src/domain/paddle/exposure';
import type { Paddle } from '../../src/domain/paddle/paddle';
import type { Decision } from '../../src/domain/rejections';
import type { Sale } from '../../src/domain/sale/sale';
import type { KnownSettlement, SettlementCommand } from '../../src/domain/settlement/settlement';
import { aPaddle, aSale, START, theTerms, usd } from './builders';

type KnownPaddle = Exclude<Paddle, { status: 'none' }>;
type StepOf<T> = T extends { nowMs: number; newCommandId: string }
  ? Omit<T, 'nowMs' | 'newCommandId'>
  : never;
export type SettlementStep = StepOf<SettlementCommand>;

/**
 * An auction with its paddles and settlements in memory: what the transactions of the service do,
 * one decision after the other, so that specs read as a course of events.
 */
export class Room {
  auction: Auction;
  readonly sale: Sale;
  readonly journal: AuctionEvent[] = [];
  readonly paddles = new Map<string, KnownPaddle>();
  readonly settlements = new Map<string, KnownSettlement>();
  /** The time of the next decision, unless it names its own. */
  nowMs = START;
  private made = 0;

  constructor(terms: Partial<AuctionTerms> = {}, sale: Partial<Sale> = {}) {
    this.sale = aSale(sale);
    this.journal.push(
      {
        type: 'auction_created',
        atMs: START - 2,
        ...{ auctionId: 'auction', saleId: this.sale.saleId, sellerId: 'seller' },
        terms: theTerms(terms),
      },
      { type: 'auction_scheduled', atMs: START - 1 },
    );
    this.auction = replayJournal(this.journal);
  }

  register(...paddles: KnownPaddle[]): this {
    for (const paddle of paddles) this.paddles.set(paddle.bidderId, paddle);
    return this;
  }

  paddleOf(bidderId: string): KnownPaddle {
    return defined(this.paddles.get(bidderId), `paddle of ${bidderId}`);
  }

  exposureOf(bidderId: string): bigint {
    const paddle = this.paddleOf(bidderId);
    return paddle.status === 'live' ? exposureOf(paddle.commitments) : 0n;
  }

  batch(commands: readonly BidCommand[], atMs = this.nowMs): readonly Decision<BidReceipt>[] {
    this.nowMs = atMs;
    for (const { bidderId } of commands)
      if (!this.paddles.has(bidderId) && bidderId !== 'stranger')
        this.register(aPaddle(bidderId, { depositBasisPoints: this.sale.depositBasisPoints }));
    const { auction, sale, nowMs } = this;
    const paddles = [...this.paddles.values()];
    const decision = decideBids({ auction, sale, paddles, commands, nowMs });
    if (!decision.ok) return commands.map(() => decision);
    this.store(decision.value);
    return decision.value.outcomes;
  }

  placing(bidderId: string, amount: bigint): BidCommand {
    this.made += 1;
    return { type: 'place_bid', bidId: `bid-${this.made}`, bidderId, amount: usd(amount) };
  }

  buying(bidderId: string, price: bigint): BidCommand {
    this.made += 1;
    const ids = { settlementId: `settlement-${this.made}`, commandId: `command-${this.made}` };
    return { type: 'buy_now', bidId: `bid-${this.made}`, bidderId, price: usd(price), ...ids };
  }

  /** Places a bid: its outcome, or the code of the refusal. */
  bid(bidderId: string, amount: bigint, atMs = this.nowMs): string {
    return this.told(this.batch([this.placing(bidderId, amount)], atMs)[0]);
  }

  buy(bidderId: string, price: bigint, atMs = this.nowMs): string {
    return this.told(this.batch([this.buying(bidderId, price)], atMs)[0]);
  }

  retract(bidderId: string, atMs = this.nowMs): string {
    const reason = 'wrong_amount';
    return this.withdraw({ type: 'retract_bids', bidderId, reason, nowMs: atMs });
  }

  voidBid(bidId: string, atMs = this.nowMs): string {
    return this.withdraw({ type: 'void_bid', bidId, reason: 'shill', nowMs: atMs });
  }

  lower(reserve: bigint, atMs = this.nowMs): string {
    const { auction } = this;
    return this.follow(lowerReserve({ auction, command: { reserve: usd(reserve), nowMs: atMs } }));
  }

  cancel(by: 'seller' | 'operator', atMs = this.nowMs): string {
    const { auction } = this;
    const command = { by, reason: 'damaged', nowMs: atMs };
    return this.follow(cancelAuction({ auction, paddles: [...this.paddles.values()], command }));
  }

  close(atMs: number): string {
    this.made += 1;
    this.nowMs = atMs;
    const { auction, sale } = this;
    const command = {
      ...{ nowMs: atMs, settlementId: `settlement-${this.made}` },
      commandId: `command-${this.made}`,
    };
    const paddles = [...this.paddles.values()];
    return this.follow(closeAuction({ auction, sale, paddles, command }));
  }

  /** Advances the settlement that is not over yet. */
  settle(step: SettlementStep, atMs = this.nowMs, settlement = this.settlement()): string {
    this.made += 1;
    this.nowMs = atMs;
    const command = {
      ...{ ...step, nowMs: atMs, newCommandId: `command-${this.made}` },
      newSettlementId: `settlement-${this.made}`,
    };
    const paddles = [...this.paddles.values()];
    const { sale } = this;
    return this.follow(
      advanceSettlement({ settlement, auction: this.known(), sale, paddles, command }),
    );
  }

  /** The ledger answers what the settlement has asked. */
  answer(
    answer: Extract<SettlementStep, { type: 'take_answer' }>['answer'],
    atMs = this.nowMs,
    reason = '',
  ): string {
    const settlement = this.settlement();
    const request = 'request' in settlement ? settlement.request : null;
    const { commandId } = defined(request, 'the ledger was asked');
    return this.settle({ type: 'take_answer', commandId, answer, reason }, atMs);
  }

  /** The newest settlement. */
  settlement(): KnownSettlement {
    return defined([...this.settlements.values()].at(-1), 'a settlement');
  }

  known(): KnownAuction {
    if (this.auction.status === 'none') throw new Error('no auction');
    return this.auction;
  }

  view() {
    return defined(publicViewOf(this.auction), 'a public auction');
  }

  price(): bigint | null {
    return this.view().price;
  }

  leader(): string | null {
    return this.view().leader;
  }

  eventTypes(): string[] {
    return this.journal.map(({ type }) => type);
  }

  private withdraw(command: Parameters<typeof withdrawBids>[0]['command']): string {
    this.nowMs = command.nowMs;
    const { auction, sale } = this;
    const paddles = [...this.paddles.values()];
    return this.follow(withdrawBids({ auction, sale, paddles, command }));
  }

  private follow(decision: Decision<FlowDecision>): string {
    if (!decision.ok) return decision.rejection.code;
    this.store(decision.value);
    return 'ok';
  }

  private told(outcome: Decision<BidReceipt> | undefined): string {
    const known = defined(outcome, 'an outcome');
    return known.ok ? known.value.outcome : known.rejection.code;
  }

  private store({ auction, paddles, settlements }: FlowDecision): void {
    this.auction = auction.state;
    this.journal.push(...auction.events);
    for (const { state } of paddles) this.paddles.set(state.bidderId, state);
    for (const { state } of settlements) this.settlements.set(state.settlementId, state);
  }
}
