import { uuidV7Generator, uuidV7LowerBound, uuidV7TimeMs } from './id-generator';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bytes = (value: number) => (size: number) => new Uint8Array(size).fill(value);

describe('uuidV7Generator', () => {
  it('makes UUIDv7 text that carries the clock’s millisecond', () => {
    const id = uuidV7Generator({ nowMs: () => 1_700_000_000_123 }, bytes(0xff)).next();
    expect(id).toMatch(UUID_V7);
    expect(uuidV7TimeMs(id)).toBe(1_700_000_000_123);
  });

  it('increases strictly within a millisecond and over milliseconds', () => {
    let now = 1_700_000_000_000;
    let calls = 0;
    const generator = uuidV7Generator({ nowMs: () => now }, (size) => {
      calls += 1;
      return new Uint8Array(size).fill(255 - (calls % 256));
    });
    const ids = Array.from({ length: 5_000 }, (_, index) => {
      if (index % 1_000 === 999) now += 1;
      return generator.next();
    });
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(UUID_V7);
  });

  it('keeps increasing when the clock steps back', () => {
    let now = 2_000;
    const generator = uuidV7Generator({ nowMs: () => now }, bytes(1));
    const first = generator.next();
    now = 1_000;
    expect(generator.next() > first).toBe(true);
  });

  it('seeds the counter below half of its range', () => {
    const generator = uuidV7Generator({ nowMs: () => 1 }, bytes(0xff));
    expect(generator.next().slice(14, 18)).toBe('77ff');
  });
});

describe('uuidV7LowerBound', () => {
  it('is at most every id of its millisecond and above every id before', () => {
    const at = (ms: number, fill: number) =>
      uuidV7Generator({ nowMs: () => ms }, bytes(fill)).next();
    const bound = uuidV7LowerBound(1_700_000_000_000);
    expect(bound <= at(1_700_000_000_000, 0)).toBe(true);
    expect(bound > at(1_699_999_999_999, 0xff)).toBe(true);
    expect(uuidV7TimeMs(bound)).toBe(1_700_000_000_000);
  });
});
