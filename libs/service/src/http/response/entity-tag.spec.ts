import { entityTag, matchesIfMatch, matchesIfNoneMatch } from './entity-tag';

describe('an entity tag', () => {
  it('is a quoted text that changes with any part of the state', () => {
    expect(entityTag('a', 1)).toMatch(/^"[\w-]{22}"$/);
    expect(entityTag('a', 1)).toBe(entityTag('a', 1));
    expect(entityTag('a', 1)).not.toBe(entityTag('a', 2));
  });

  it('matches If-Match strongly, in a list, and by the star', () => {
    expect(matchesIfMatch('"a", "b"', '"b"')).toBe(true);
    expect(matchesIfMatch('W/"b"', '"b"')).toBe(false);
    expect(matchesIfMatch('*', '"b"')).toBe(true);
    expect(matchesIfMatch('"a"', '"b"')).toBe(false);
  });

  it('matches If-None-Match weakly', () => {
    expect(matchesIfNoneMatch('W/"b"', '"b"')).toBe(true);
    expect(matchesIfNoneMatch('"a"', '"b"')).toBe(false);
  });
});
