import { createEngine } from '../engine/create-engine';
import { type Engine } from '../engine/engine';
import { readReports } from '../report/report.reader';
import { HEADER_WORDS } from './snapshot.layout';

const INSTRUMENT = 7;

const aBook = (): Engine => {
  const engine = createEngine();
  const terms = { tickSize: 1, lotSize: 1, maxPrice: 1_000, maxQuantity: 1_000 };
  engine.execute({ kind: 'define_instrument', time: 0, instrument: INSTRUMENT, ...terms });
  const order = { kind: 'place', time: 1, instrument: INSTRUMENT, quantity: 10 } as const;
  engine.execute({ ...order, id: 1, side: 'buy', type: 'limit', price: 90, display: 3 });
  engine.execute({ ...order, id: 2, side: 'sell', type: 'limit', price: 110 });
  engine.execute({ ...order, id: 3, side: 'buy', type: 'stop', trigger: 120 });
  engine.execute({ kind: 'set_dead_man', time: 1, account: 5, timeoutMs: 50 });
  engine.reports.clear();
  return engine;
};

const changed = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at]! ^= 1;
  return copy;
};

const WHOLE = aBook().snapshot();
const BROKEN: [string, Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['an odd number of bytes', WHOLE.slice(0, -1)],
  ['half of it', WHOLE.slice(0, WHOLE.length / 2 - ((WHOLE.length / 2) % 8))],
  ['another kind of file', changed(WHOLE, 3)],
  ['another version', changed(WHOLE, 8 + 6)],
  ['one bit of the checksum changed', changed(WHOLE, 8 * 3 + 5)],
  ['one bit of the first counter changed', changed(WHOLE, 8 * HEADER_WORDS + 6)],
  ['the last bit changed', changed(WHOLE, WHOLE.length - 1)],
  ['a word more', Uint8Array.from([...WHOLE, ...new Uint8Array(8)])],
];

describe('restoring', () => {
  it.each(BROKEN)('%s is refused and changes nothing', (_name, bytes) => {
    const engine = aBook();
    expect(engine.restore(bytes)).toBe(false);
    expect(engine.snapshot()).toEqual(WHOLE);
  });

  it('notices every single bit of a snapshot', () => {
    const engine = createEngine();
    for (let at = 0; at < WHOLE.length; at += 1) {
      expect(engine.restore(changed(WHOLE, at))).toBe(false);
    }
    expect(engine.restore(WHOLE)).toBe(true);
  });

  it('leaves no report of what was before', () => {
    const engine = aBook();
    engine.execute({ kind: 'advance', time: 2 });
    engine.restore(WHOLE);
    expect(readReports(engine.reports)).toEqual([]);
  });
});

describe('the digest', () => {
  it('is the same for the same state and another after any change', () => {
    const engine = aBook();
    expect(engine.digest()).toBe(aBook().digest());
    const before = engine.digest();
    engine.execute({ kind: 'cancel', time: 2, instrument: INSTRUMENT, id: 2 });
    expect(engine.digest()).not.toBe(before);
  });

  it('tells queues apart that differ in their order alone', () => {
    const queue = (ids: readonly number[]): string => {
      const engine = createEngine();
      const terms = { tickSize: 1, lotSize: 1, maxPrice: 1_000, maxQuantity: 1_000 };
      engine.execute({ kind: 'define_instrument', time: 0, instrument: 1, ...terms });
      const order = { side: 'buy', type: 'limit', price: 5, quantity: 1 } as const;
      for (const id of ids) engine.execute({ kind: 'place', time: 1, instrument: 1, id, ...order });
      return engine.digest();
    };
    expect(queue([1, 2])).not.toBe(queue([2, 1]));
  });
});
