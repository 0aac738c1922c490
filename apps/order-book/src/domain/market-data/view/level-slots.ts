import { asksAfter, PriceLadders } from '../../ladder/price.ladder';
import { DOUBLES, PRICE } from '../../order/order.layout';
import { OrderPool } from '../../order/order.pool';
import { digitsOf, feedInteger } from '../checksum/crc32';
import { doubled, NONE } from './columns';

const AT_FIRST = 256;

/**
 * The price levels of both sides, one slot each in parallel columns. They are found and ordered by
 * the engine's own ladders, in which a level stands as the one order of its price.
 */
export class LevelSlots {
  /** Visible lots of all its orders. */
  total = new Float64Array(AT_FIRST);
  /** 0 bids, 1 asks. */
  side = new Int32Array(AT_FIRST);
  /** First and last order of the queue. */
  head = new Int32Array(AT_FIRST);
  tail = new Int32Array(AT_FIRST);
  /** 1 while it is on the list of touched levels. */
  touched = new Int32Array(AT_FIRST);
  /** The total whose digits `text` is about; NaN before the level was in a checksum. */
  spelt = new Float64Array(AT_FIRST);
  /** CRC-32, from 0 and unfinished, of the digits of price and total, and how many there are. */
  text = new Int32Array(AT_FIRST);
  textLength = new Int32Array(AT_FIRST);
  readonly #pool = new OrderPool(AT_FIRST);
  readonly #ladders = new PriceLadders(this.#pool);
  readonly #bids = this.#ladders.makePair();
  readonly #asks = asksAfter(this.#bids);

  /** Ticks. */
  price(slot: number): number {
    return this.#pool.doubles[slot * DOUBLES + PRICE] ?? 0;
  }

  /** @returns the level at a price, or NONE */
  at(side: number, price: number): number {
    return this.#ladders.at(this.#ladderOf(side), price);
  }

  /** @returns the best level, or NONE */
  best(side: number): number {
    return this.#ladders.first(this.#ladderOf(side));
  }

  /** @returns the next worse level, or NONE */
  after(slot: number): number {
    return this.#ladders.firstBeyond(this.#ladderOf(this.side[slot]), this.price(slot));
  }

  add(side: number, price: number): number {
    const slot = this.#pool.take();
    if (slot === this.total.length) this.#grow();
    this.#pool.doubles[slot * DOUBLES + PRICE] = price;
    this.total[slot] = 0;
    this.side[slot] = side;
    this.head[slot] = NONE;
    this.tail[slot] = NONE;
    this.touched[slot] = 0;
    this.spelt[slot] = Number.NaN;
    this.#ladders.append(this.#ladderOf(side), slot);
    return slot;
  }

  remove(slot: number): void {
    this.#ladders.remove(this.#ladderOf(this.side[slot]), slot);
    this.#pool.release(slot);
  }

  /** Brings `text` up to date. */
  spell(slot: number): void {
    const [price, total] = [this.price(slot), this.total[slot] ?? 0];
    this.spelt[slot] = total;
    this.text[slot] = feedInteger(feedInteger(0, price), total);
    this.textLength[slot] = digitsOf(price) + digitsOf(total);
  }

  #ladderOf(side: number | undefined): number {
    return side === 0 ? this.#bids : this.#asks;
  }

  #grow(): void {
    this.total = doubled(this.total);
    this.side = doubled(this.side);
    this.head = doubled(this.head);
    this.tail = doubled(this.tail);
    this.touched = doubled(this.touched);
    this.spelt = doubled(this.spelt);
    this.text = doubled(this.text);
    this.textLength = doubled(this.textLength);
  }
}
