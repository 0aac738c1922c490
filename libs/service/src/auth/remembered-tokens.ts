import { createHash } from 'node:crypto';
import type { Principal } from './principal';

export type RememberedTokens = {
  /** The bearer of a token that was verified a moment ago and has not expired since. */
  readonly recall: (token: string) => Principal | undefined;
  readonly remember: (token: string, principal: Principal) => void;
};

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

type Remembered = { readonly principal: Principal; readonly untilMs: number };

/**
 * Good tokens of the last minute, by their hash, so that a client's next requests need no signature
 * checked again: at 0.3 ms of processor time that was the dearest part of a small request. Refusals
 * are not remembered, and what is remembered neither outlives its `exp` nor, by more than a minute,
 * a key that its issuer has withdrawn; keys themselves are looked at only every ten minutes.
 *
 * @param clock `nowMs`: wall clock; `monotonicMs`: for the minute
 */
export const rememberedTokens = (
  clock: { readonly nowMs: () => number; readonly monotonicMs: () => number },
  mostRemembered = MOST_REMEMBERED,
): RememberedTokens => {
  // In the order of remembering: the first is the oldest.
  const byHash = new Map<string, Remembered>();
  const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64');

  return {
    recall: (token) => {
      const hash = hashOf(token);
      const found = byHash.get(hash);
      if (found === undefined) return undefined;
      const isGood =
        clock.monotonicMs() < found.untilMs && clock.nowMs() < found.principal.expiresAtMs;
      if (isGood) return found.principal;
      byHash.delete(hash);
      return undefined;
    },
    remember: (token, principal) => {
      const hash = hashOf(token);
      byHash.delete(hash);
      if (byHash.size >= mostRemembered) byHash.delete(byHash.keys().next().value ?? '');
      byHash.set(hash, { principal, untilMs: clock.monotonicMs() + REMEMBERED_MS });
    },
  };
};
