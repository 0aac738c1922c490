import { isUsableKey, storable, storableKey } from './storable';

describe('storable text', () => {
  it('has no NUL and no half surrogate pair', () => {
    expect(storable('a\u0000b\ud800c ü')).toBe('a\uFFFDb\uFFFDc ü');
  });
});

describe('a usable key', () => {
  it.each(['a', 'auction-1', 'ü', 'x'.repeat(512)])('is text of 1 to 512 characters: %s', (key) => {
    expect(isUsableKey(key)).toBe(true);
    expect(storableKey(key)).toBe(key);
  });

  it('is replaced by what of it can be stored', () => {
    expect(storableKey('a\u0000b')).toBe('a\uFFFDb');
    expect(storableKey('')).toBe('');
    expect(storableKey('x'.repeat(600))).toBe(`${'x'.repeat(512)}…`);
    expect(storableKey(`${'x'.repeat(511)}\u0000`)).toBe(`${'x'.repeat(511)}\uFFFD`);
  });

  it.each(['', 'a\u0000', 'a\uFFFD', 'a\ud800', 'x'.repeat(513)])(
    'is not %j, whose stand-in is not usable either',
    (key) => {
      expect(isUsableKey(key)).toBe(false);
      expect(isUsableKey(storableKey(key))).toBe(false);
      expect(storableKey(key).length).toBeLessThanOrEqual(513);
    },
  );
});
