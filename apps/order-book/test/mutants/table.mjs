/**
 * Sabotages of the engine, one line each: the defects that were found in 247 engines (B9), and one or
 * more for each group of RULES.md. `npm run mutants` plants them all; the spec beside plants a handful.
 */
/** @typedef {import('../../../../tools/mutants/table.mjs').Mutant} Mutant */

const SCENARIOS = /** @type {const} */ (['apps/order-book', 'test/scenarios/']);
const DUEL = /** @type {const} */ (['apps/order-book', 'test/differential/differential']);
const CHAINS = /** @type {const} */ (['apps/order-book', 'test/differential/long-chains']);

/**
 * @param {string} folder Of `src/domain`.
 * @param {Record<string, readonly [breaks: string, file: string, from: string, to: string]>} rows
 * @param {Mutant['test']} test
 * @returns {Mutant[]}
 */
const rowsOf = (folder, rows, test = SCENARIOS) =>
  Object.entries(rows).map(([name, [breaks, file, from, to]]) => ({
    name: `engine/${name}`,
    breaks,
    file: `apps/order-book/src/domain/${folder}/${file}.ts`,
    from,
    to,
    test,
  }));

const matching = rowsOf('matching', {
  'takers-price': [
    "a trade is at the maker's price (B9)",
    'take',
    'reportTrade(exchange, book, maker, taker, price, quantity, AS_TAKER)',
    'reportTrade(exchange, book, maker, taker, bound, quantity, AS_TAKER)',
  ],
  'takers-price-for-sells': [
    "a trade is at the maker's price on both sides (B9)",
    'take',
    'reportTrade(exchange, book, maker, taker, price, quantity, AS_TAKER)',
    'reportTrade(exchange, book, maker, taker, buys ? price : bound, quantity, AS_TAKER)',
  ],
  'partial-fill-to-the-tail': [
    'a maker filled in part keeps its place (B9)',
    'take',
    'if (quantity === shown) {',
    'if (quantity < shown) { ladders.remove(makers, maker); ladders.append(makers, maker); } else {',
  ],
  'through-the-limit': [
    'a limit order does not trade through its limit (B9)',
    'take',
    'if (buys ? price > bound : price < bound) return AT_BOUND;',
    'if (buys ? price > bound + 1 : price < bound - 1) return AT_BOUND;',
  ],
  'phantom-of-nothing': [
    'no trade is of quantity zero (B9)',
    'take',
    'if (open === 0) return SPENT;',
    `if (open === 0) {
      const next = ladders.first(makers);
      if (next !== 0) reportTrade(exchange, book, next, taker, bound, 0, AS_TAKER);
      return SPENT;
    }`,
  ],
  'no-dynamic-band': [
    'nothing trades outside the dynamic band (9.2)',
    'take',
    'if (price < low || price > high) return BREACH;',
    'if (price < low) return BREACH;',
  ],
  'oco-trade-keeps-stop': [
    'a trade of the limit leg ends the stop leg (7.6)',
    'take',
    'if (ints[maker * INTS + RARE] !== 0) cancelSibling(exchange, book, maker);',
    '',
  ],
  'ioc-rests': [
    'what an IOC leaves does not rest (B9)',
    'taker-phase',
    'timeInForce <= GTD)',
    'timeInForce <= GTD + 1)',
  ],
  'protection-off-by-one': [
    'protection is counted from the best price (5.1)',
    'taker-phase',
    'best + protection',
    'best + protection + 1',
  ],
  'band-around-reference': [
    'the dynamic band is around the last price (9.2)',
    'taker-phase',
    'book.last === 0 ? book.reference : book.last',
    'book.reference',
  ],
  'no-minimum': [
    'a minimum quantity trades at once or not at all (5.2)',
    'taker-phase',
    'doubles[slot * DOUBLES + SHOWN]! : minimum',
    'doubles[slot * DOUBLES + SHOWN]! : 0',
  ],
  'post-only-takes-at-touch': [
    'a post-only order never takes (4.18)',
    'taker-phase',
    'best <= price',
    'best < price',
  ],
  'fok-counts-behind-own': [
    'before an own order only shown quantity counts (5.2)',
    'feasibility',
    'return { available: shown, ends: true };',
    'return { available: shown + hidden, ends: true };',
  ],
  'fok-counts-own': [
    'own orders are left out under cancel oldest (5.2)',
    'feasibility',
    'if (mode === OLDEST) continue;',
    '',
  ],
  'fok-beyond-own': [
    'the walk ends at an own order (5.2)',
    'feasibility',
    'if (level.ends) return false;',
    '',
  ],
  'budget-off-by-one': [
    'a budget may be spent to the last unit (5.2)',
    'feasibility',
    'notional <= budget',
    'notional < budget',
  ],
  'makers-mode-decides': [
    "the taker's self-trade mode decides (8.1)",
    'self-trade',
    'selfTradeOf(ints[taker * INTS + TRAITS]!)',
    'selfTradeOf(ints[maker * INTS + TRAITS]!) || OLDEST',
  ],
  'group-of-nobody': [
    'group 0 is no group (8.1)',
    'self-trade',
    'group !== 0 && group ===',
    'group ===',
  ],
  'oldest-leaves-hidden': [
    'cancel oldest takes hidden quantity, too (8.2)',
    'self-trade',
    'mode === NEWEST ? 0 : shown + hidden',
    'mode === NEWEST ? 0 : shown',
  ],
  'decrement-spares-maker': [
    'a decrement takes from both (8.2)',
    'self-trade',
    'const fromMaker = mode === DECREMENT ? least',
    'const fromMaker = mode === DECREMENT ? 0',
  ],
  'refill-whole': [
    'only a slice of an iceberg is shown (6.3)',
    'rest',
    'Math.min(displayOf(exchange, slot), hidden)',
    'hidden',
  ],
  'refill-loses-hidden': [
    'shown and hidden are all there is (6.3)',
    'rest',
    'doubles[slot * DOUBLES + HIDDEN] = hidden - slice;',
    'doubles[slot * DOUBLES + HIDDEN] = 0;',
  ],
  'refill-in-place': [
    'a refilled iceberg goes to the back (6.3)',
    'rest',
    'exchange.ladders.remove(ladder, slot);\n  showNext(exchange, slot);\n  exchange.ladders.append(ladder, slot);',
    'showNext(exchange, slot);',
  ],
  'one-pass-cascade': [
    'a stop cascade runs to its end (B9)',
    'cascade',
    'while (book.waiting > 0 &&',
    'if (book.waiting > 0 &&',
  ],
  'sells-before-buys': [
    'eligible buys are triggered before sells (7.3)',
    'cascade',
    'const slot = buy === 0 ? book.sellStops.eligible(book.last) : buy;',
    'const slot = book.sellStops.eligible(book.last) || buy;',
  ],
  'oco-trigger-keeps-limit': [
    'the trigger of the stop leg ends the limit leg (7.3)',
    'cascade',
    'cancelSibling(exchange, book, slot);',
    '',
  ],
  'filled-stays-known': [
    'a filled order is not found by its id (B9)',
    'leave',
    'exchange.index.remove(doubles[slot * DOUBLES + ID]!);',
    '',
  ],
  'expiry-outlives-order': [
    'the timer of an order ends with it (6.11)',
    'leave',
    'if (timer !== 0) exchange.timers.cancel(timer);',
    '',
  ],
  'cancel-keeps-sibling': [
    'a cancelled leg ends the other (7.6)',
    'leave',
    'if (exchange.orders.ints[slot * INTS + RARE] !== 0) cancelSibling(exchange, book, slot);',
    '',
  ],
  'last-price-lost': ['a trade sets the last price (5.6)', 'trade', 'book.last = price;', ''],
  'trade-stirs-no-stop': [
    'stops are looked at after every trade (7.3)',
    'trade',
    'book.isStirred = true;',
    '',
  ],
  'takers-tier': [
    'each side pays by its own tier (11)',
    'trade',
    'const takerTier = 2 * tierOf(ints[taker * INTS + TRAITS]!);',
    'const takerTier = 2 * tierOf(makerTraits);',
  ],
  'peaks-of-sells-stay': [
    'trailing stops follow every trade (7.4)',
    'trade',
    'book.sellStops.trailing.follow(price);',
    '',
  ],
  'breach-resolves': [
    'a phase with a breach does not resolve a limit state (9.3)',
    'limit-state',
    '!breached && traded &&',
    '!breached &&',
  ],
  'endless-limit-state': [
    'a limit state ends after its time (9.3)',
    'limit-state',
    'now + limitStateMs',
    '0',
  ],
});

const queues = [
  ...rowsOf('order', {
    'cancel-wipes-those-behind': [
      'a cancel takes no bystander (B9)',
      'order.queue',
      'else ints[previous * INTS + NEXT] = next;',
      'else ints[previous * INTS + NEXT] = 0;',
    ],
    'cancel-breaks-the-queue': [
      'a cancel within a level keeps the order of the others (B9)',
      'order.queue',
      'else ints[next * INTS + PREVIOUS] = previous;',
      'else ints[next * INTS + PREVIOUS] = 0;',
    ],
  }),
  ...rowsOf('ladder', {
    'phantom-best': [
      'the next level follows an emptied best one (B9)',
      'price.ladder',
      'const best = this.occupiedFrom(ladder, place + 1);',
      'const best = this.occupiedFrom(ladder, place + 1) && 0;',
    ],
    'skipped-level': [
      'a sweep skips no level (B9)',
      'price.ladder',
      'const best = this.occupiedFrom(ladder, place + 1);',
      'const best = this.occupiedFrom(ladder, place + 2);',
    ],
    'best-price-lost': [
      "a taker meets the best level's own price (5.3)",
      'price.ladder',
      'this.memory.doubles[(ladder + BEST_PRICE) >> 1] = signOf(ladder) * key;',
      '',
    ],
    'wide-prices-lost': [
      'prices far apart are kept (B9)',
      'sorted-levels',
      'doubles[level >> 1] = key;',
      'doubles[level >> 1] = key | 0;',
    ],
    'crowd-forgotten': [
      'a level that makes a list a window loses none of the others (B9)',
      'price.ladder',
      'at < countOf(memory, list)',
      'at === 0',
    ],
    'level-lost-in-the-move': [
      'a price outside the window loses no level (B9)',
      'price.ladder',
      'for (const place of places.reverse()) {',
      'for (const place of places.reverse().slice(1)) {',
    ],
    'second-level-lost': [
      'levels far apart keep their order (5.3)',
      'sorted-levels',
      'while (high > low && doubles[(high - LEVEL) >> 1]! <= key)',
      'while (high > low && doubles[(high - LEVEL) >> 1]! < key)',
    ],
    'inverted-side': [
      'buys go by the highest price (B9)',
      'price.ladder',
      '((ladder & HEAD) >> 2) - 1',
      '1',
    ],
  }),
  ...rowsOf('book', {
    'band-never-moves': [
      'a band moves with its reference (9.1, 9.2)',
      'price-band',
      'if (reference === this.reference ||',
      'if (this.reference !== 0 ||',
    ],
    'band-rounded-outwards': [
      'bands are rounded inwards (9.1)',
      'price-band',
      'shifted(reference, -bps, Math.ceil)',
      'shifted(reference, -bps, Math.floor)',
    ],
    'state-timer-stays': [
      'a change of state ends the timer of the last (10.2)',
      'change-state',
      'if (book.timer !== 0) exchange.timers.cancel(book.timer);',
      '',
    ],
  }),
];

const time = [
  ...rowsOf('timer', {
    'int32-of-milliseconds': [
      'times far apart keep their order (B9)',
      'timer.heap',
      'this.heap.add(due, number,',
      'this.heap.add(due | 0, number,',
    ],
    'latest-first': [
      'of equal keys the first set goes first (2.2, 7.3)',
      'keyed.heap',
      'this.orders[one]! < this.orders[other]!',
      'this.orders[one]! > this.orders[other]!',
    ],
  }),
  ...rowsOf('stop', {
    'trigger-beyond': [
      'a stop is triggered at its trigger (7.1)',
      'stop.book',
      '-this.sign * last < this.nearest',
      '-this.sign * last <= this.nearest',
    ],
    'nearer-trigger-missed': [
      'the nearest trigger counts, whichever stop came first (7.1)',
      'stop.book',
      'if (key < this.nearest) this.nearest = key;',
      '',
    ],
    'trailing-after-plain': [
      'trailing and plain stops go by their triggers alike (7.3)',
      'stop.book',
      'return lead > 0 || (lead === 0 && earlier) ? trailing',
      'return lead < 0 || (lead === 0 && earlier) ? trailing',
    ],
  }),
  ...rowsOf('fee', {
    'fee-rounded-down': ['a fee is rounded up (11)', 'fee', 'Math.ceil(', 'Math.floor('],
  }),
];

const auction = rowsOf('auction', {
  'imbalance-ignored': [
    'of equal volumes the least imbalance wins (10.6)',
    'cross-price',
    'if (gap !== 0) return gap < 0;',
    '',
  ],
  'reference-ignored': [
    'then the nearest to the reference wins (10.6)',
    'cross-price',
    'return Math.abs(one.price - reference) < Math.abs(than.price - reference);',
    'return false;',
  ],
  'hidden-outside-cross': [
    'hidden quantity takes part in a cross (10.6)',
    'interest',
    'doubles[slot * DOUBLES + SHOWN]! + doubles[slot * DOUBLES + HIDDEN]!;\n    }',
    'doubles[slot * DOUBLES + SHOWN]!;\n    }',
  ],
  'takers-rate-in-cross': [
    "both sides of a cross pay the maker's rate (10.7)",
    'uncross',
    'quantity, AS_MAKER)',
    'quantity, 1)',
  ],
  'remainders-stay': [
    'what is left of on-open orders ends with the cross (10.8)',
    'uncross',
    'if (book.auction === OPENING) cancelRemainders(exchange, book, ON_OPEN);',
    '',
  ],
  'closing-reopens': [
    'a closing auction ends in closed (10.5)',
    'uncross',
    'book.auction === CLOSING ? CLOSED : TRADING',
    'TRADING',
  ],
  'wrong-auction-joined': [
    'parked orders join an auction of their kind only (10.3)',
    'parked',
    'book.auction === OPENING ? ON_OPEN : ON_CLOSE;',
    'ON_OPEN;',
  ],
  'halted-auction': [
    'an auction is never halted (10.2)',
    'set-state',
    'if (book.state === AUCTION && !leaves) return CODE.transition_not_allowed;',
    '',
  ],
});

const intake = [
  ...rowsOf('intake', {
    'crossing-amendment-rests': [
      'a crossing amendment trades (B9)',
      'amend-order',
      'else enter(exchange, book, slot, 0, 0);',
      'else rest(exchange, book, slot);',
    ],
    'amendment-halves-neighbour': [
      'an amendment takes from its own order only (B9)',
      'amend-order',
      'doubles[slot * DOUBLES + HIDDEN] = quantity - shown;',
      'doubles[slot * DOUBLES + HIDDEN] = open - quantity;',
    ],
    'more-keeps-priority': [
      'more quantity loses priority (6.6)',
      'amend-order',
      '&& quantity <= open;',
      '&& quantity <= open + 1;',
    ],
    'anyones-order': [
      'an order is found in its own instrument only (6.7)',
      'cancel-order',
      'exchange.orders.ints[slot * INTS + INSTRUMENT] === book.number',
      'slot > 0',
    ],
    'stop-on-failure-goes-on': [
      'stop on failure places nothing (6.9)',
      'replace-order',
      'if (isCancelled || mode === ALLOW_FAILURE) place',
      'if (isCancelled || mode <= ALLOW_FAILURE) place',
    ],
    'two-dead-men': [
      'a renewed dead-man timer replaces the old (6.10)',
      'set-dead-man',
      'if (old !== undefined) exchange.timers.cancel(old);',
      '',
    ],
    'siblings-uncounted': [
      'a mass cancel counts both legs (6.8)',
      'mass-cancel',
      'count += sibling === 0 ? 1 : 2;',
      'count += 1;',
    ],
    'static-band-one-sided': [
      'the static band has two ends (9.1)',
      'check-market',
      'price >= low && price <= high',
      'price <= high',
    ],
    'checks-out-of-order': [
      'the first fault by rule is told (2.7)',
      'check-terms',
      'if (!isWithin(words[at + RECORD.account]!, 0, LARGEST_ACCOUNT)) return CODE.invalid_account;',
      'if ((traits & SIDE_MASK) > 1) return CODE.invalid_side;\n  if (!isWithin(words[at + RECORD.account]!, 0, LARGEST_ACCOUNT)) return CODE.invalid_account;',
    ],
  }),
  ...rowsOf('engine', {
    'expired-too-early': [
      'an order may trade at the millisecond of its expiry (2.2)',
      'fire-timers',
      'while (timers.next < until ||',
      'while (timers.next <= until ||',
    ],
    'advance-excludes-its-time': [
      'advance fires what is due at its time (2.3)',
      'fire-timers',
      '(inclusive && timers.next === until)',
      'false',
    ],
    'time-goes-back': [
      'time never goes back (2.1)',
      'dispatch',
      'else if (time < reporter.time) code = CODE.time_reversed;',
      '',
    ],
  }),
];

const snapshots = rowsOf('snapshot', {
  'slice-forgotten': [
    'a snapshot holds the slice of an iceberg (13.1)',
    'write-snapshot',
    'writer.put(displayOf(exchange, slot));',
    'writer.put(0);',
  ],
  'peak-forgotten': [
    'a snapshot holds the peaks of trailing stops (13.1)',
    'write-snapshot',
    'stops?.trailing.peakOf(slot) ?? 0',
    'book?.last ?? 0',
  ],
  'last-price-forgotten': [
    'a snapshot holds the last price (13.1)',
    'write-snapshot',
    '[book.reference, book.last, book.trades, book.entries]',
    '[book.reference, book.reference, book.trades, book.entries]',
  ],
});

/** Scenarios have neither a smallest engine nor damaged snapshots. */
const forTheDuel = [
  ...rowsOf(
    'intake',
    {
      'one-order-too-many': [
        'the room for orders is kept (4.15)',
        'place',
        'exchange.orders.live < exchange.maxOrders',
        'exchange.orders.live <= exchange.maxOrders',
      ],
      'minimum-overlooked': [
        'an iceberg with a minimum takes the long way (4.9)',
        'place',
        'words[at + RECORD.minQuantity] === 0 &&',
        '',
      ],
      'one-part-too-many': [
        'an iceberg has as many parts as the instrument allows (4.8)',
        'place',
        'quantity <= display * book.maxIcebergParts',
        'quantity <= display * (book.maxIcebergParts + 1)',
      ],
    },
    DUEL,
  ),
  ...rowsOf(
    'snapshot',
    {
      'damage-unseen': [
        'a damaged snapshot is refused (13.2)',
        'read-snapshot',
        'words[AT_CHECKSUM + index] === word)',
        'word === word)',
      ],
    },
    DUEL,
  ),
];

/** Scenarios do not tell a zero from its negative. */
const signs = rowsOf(
  'fee',
  {
    'minus-zero-fee': [
      'no report says −0 (12)',
      'fee',
      'Math.ceil((rest * ppm) / PPM) + 0;',
      'Math.ceil((rest * ppm) / PPM);',
    ],
  },
  DUEL,
);

/** Scenarios are short. */
const longChains = rowsOf(
  'matching',
  {
    'sweep-by-recursion': [
      'a sweep does not recurse (B9)',
      'take',
      'ladders.remove(makers, maker);\n        end(exchange, maker);',
      'ladders.remove(makers, maker);\n        end(exchange, maker);\n        return take(exchange, book, taker, bound, low, high);',
    ],
    'cascade-by-recursion': [
      'a stop cascade does not recurse (7.3)',
      'cascade',
      'activate(exchange, book, slot);\n  }',
      'activate(exchange, book, slot);\n    cascade(exchange, book);\n  }',
    ],
  },
  CHAINS,
);

/** @type {readonly Mutant[]} */
export const mutants = [
  ...forTheDuel,
  ...longChains,
  ...signs,
  ...matching,
  ...queues,
  ...time,
  ...auction,
  ...intake,
  ...snapshots,
];
