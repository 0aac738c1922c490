import {
  type Command,
  COMMAND_WORDS,
  createEngine,
  encodeCommand,
  type Engine,
} from '@outcry/order-book';

/** Both sides rest within this many ticks of the middle. */
const DEPTH = 1_000;
const MIDDLE = 10_000;
const ACCOUNTS = 1_000;

/** What a flow may ask beside plain limit orders. */
export type Feature = (place: PlaceLimit, random: (below: number) => number) => void;
type PlaceLimit = Extract<Command, { kind: 'place' }>;

/** A small generator: the flow is the same in every run. */
const generator = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/**
 * A steady flow over a book of a fixed size: an order comes, one of those that rest is cancelled,
 * and every sixteenth command takes a lot at the best price. An order that was taken whole counts
 * as resting until its cancel is refused: one in a hundred.
 */
export class OrderFlow {
  readonly engine: Engine;
  private readonly random = generator(7);
  private readonly resting: { instrument: number; id: number }[] = [];
  private readonly instruments: number;
  private readonly feature: Feature;
  private size = 0;
  private nextId = 1;
  private steps = 0;

  constructor(instruments: number, feature: Feature = () => undefined, bands = 0) {
    this.instruments = instruments;
    this.feature = feature;
    this.engine = createEngine();
    for (let instrument = 1; instrument <= instruments; instrument += 1) {
      this.engine.execute({
        ...{ kind: 'define_instrument', time: 0, instrument, tickSize: 1, lotSize: 1 },
        ...{ maxPrice: 2 * MIDDLE, maxQuantity: 1_000, referencePrice: MIDDLE },
        ...{ staticBandBps: bands, dynamicBandBps: bands },
      });
    }
    this.engine.reports.clear();
  }

  /** Lets `count` orders rest. */
  fill(count: number): void {
    this.size = count;
    while (this.resting.length < count) {
      this.engine.execute(this.order());
      this.engine.reports.clear();
    }
  }

  /** The next `count` commands of the flow, encoded. */
  encode(count: number): Float64Array {
    const records = new Float64Array(count * COMMAND_WORDS);
    for (let at = 0; at < count; at += 1) encodeCommand(this.next(), records, at * COMMAND_WORDS);
    return records;
  }

  private next(): Command {
    this.steps += 1;
    if (this.steps % 16 === 0) return this.taker();
    // Not in turns: a sixteenth fewer cancels than orders would let the book grow without end.
    return this.resting.length > this.size ? this.cancel() : this.order();
  }

  private order(): Command {
    const isBuy = this.random(2) === 0;
    const distance = 1 + this.random(DEPTH);
    const instrument = 1 + this.random(this.instruments);
    const id = this.nextId++;
    const place: PlaceLimit = {
      ...{ kind: 'place', time: 0, instrument, id, account: this.random(ACCOUNTS), type: 'limit' },
      side: isBuy ? 'buy' : 'sell',
      price: isBuy ? MIDDLE - distance : MIDDLE + distance,
      quantity: 10 + this.random(90),
    };
    this.feature(place, this.random);
    this.resting.push({ instrument, id });
    return place;
  }

  private cancel(): Command {
    const at = this.random(this.resting.length);
    const last = this.resting.pop() ?? { instrument: 1, id: 1 };
    const gone = this.resting[at] ?? last;
    if (at < this.resting.length) this.resting[at] = last;
    return { kind: 'cancel', time: 0, ...gone };
  }

  private taker(): Command {
    const isBuy = this.random(2) === 0;
    const place: PlaceLimit = {
      ...{ kind: 'place', time: 0, instrument: 1 + this.random(this.instruments), type: 'limit' },
      ...{ id: this.nextId++, account: ACCOUNTS + this.random(ACCOUNTS), quantity: 1 },
      side: isBuy ? 'buy' : 'sell',
      price: isBuy ? MIDDLE + DEPTH : MIDDLE - DEPTH,
      timeInForce: 'ioc',
    };
    return place;
  }
}
