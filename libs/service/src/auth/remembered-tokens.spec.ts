import { rememberedTokens } from './remembered-tokens';

const MINUTE_MS = 60_000;

describe('tokens that were verified a moment ago', () => {
  let nowMs: number;
  let monotonicMs: number;
  const clock = { nowMs: () => nowMs, monotonicMs: () => monotonicMs };
  const bearer = (expiresAtMs: number) => ({
    id: 'ann',
    tenantId: 'acme',
    roles: ['bidder' as const],
    expiresAtMs,
  });
  beforeEach(() => {
    nowMs = 1_000_000;
    monotonicMs = 5_000;
  });

  it('are known for a minute', () => {
    const tokens = rememberedTokens(clock);
    const ann = bearer(nowMs + 10 * MINUTE_MS);
    tokens.remember('token', ann);
    monotonicMs += MINUTE_MS - 1;
    expect(tokens.recall('token')).toBe(ann);
    monotonicMs += 1;
    expect(tokens.recall('token')).toBeUndefined();
  });

  it('are forgotten the moment they expire', () => {
    const tokens = rememberedTokens(clock);
    const ann = bearer(nowMs + 1_000);
    tokens.remember('token', ann);
    nowMs += 999;
    expect(tokens.recall('token')).toBe(ann);
    nowMs += 1;
    expect(tokens.recall('token')).toBeUndefined();
  });

  it('are nobody else’s', () => {
    const tokens = rememberedTokens(clock);
    tokens.remember('token', bearer(nowMs + MINUTE_MS));
    expect(tokens.recall('other')).toBeUndefined();
  });

  it('push the oldest out when there are too many', () => {
    const tokens = rememberedTokens(clock, 2);
    for (const token of ['a', 'b', 'a', 'c']) tokens.remember(token, bearer(nowMs + MINUTE_MS));
    expect(['a', 'b', 'c'].map((token) => tokens.recall(token) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });
});
