import { OperationalError } from '@outcry/kernel';
import {
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';

type KeySet = ReturnType<typeof createLocalJWKSet>;

type Fetched = { readonly keys: KeySet; readonly atMs: number };

const FRESH_MS = 10 * 60_000;
/** How long known keys are trusted while their issuer cannot be asked. */
const STALE_MS = 24 * 3_600_000;
/** At most one fetch in this time, however many tokens name unknown keys. */
const COOLDOWN_MS = 5_000;
const TIMEOUT_MS = 3_000;

/**
 * The issuer's public keys: fetched once by however many callers, refreshed every ten minutes, and
 * once more when a token names a key that is not among them. An unreachable issuer does not log
 * anybody out: known keys stay good for a day.
 *
 * @throws OperationalError `keys_unreachable`, retryable, while no key is known
 */
export const createKeySource = (options: {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly nowMs?: () => number;
}): KeySet => {
  const nowMs = options.nowMs ?? (() => performance.now());
  let known: Fetched | undefined;
  let running: Promise<Fetched> | undefined;
  let triedAtMs = -Infinity;

  const load = async (): Promise<Fetched> => {
    const response = await options.fetch(options.url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the key set answered ${response.status}`);
    const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    known = { keys, atMs: nowMs() };
    return known;
  };

  const refresh = (): Promise<Fetched> => {
    triedAtMs = nowMs();
    running ??= load().finally(() => (running = undefined));
    return running;
  };

  const current = async (): Promise<Fetched> => {
    if (known !== undefined && nowMs() - known.atMs < FRESH_MS) return known;
    const stale = known;
    if (stale !== undefined && nowMs() - triedAtMs < COOLDOWN_MS) return stale;
    try {
      return await refresh();
    } catch (cause) {
      if (stale !== undefined && nowMs() - stale.atMs < STALE_MS) return stale;
      throw new OperationalError('keys_unreachable', 'the token keys cannot be fetched', {
        retryable: true,
        cause,
      });
    }
  };

  const resolve = async (header?: JWSHeaderParameters, token?: FlattenedJWSInput) => {
    const { keys } = await current();
    try {
      return await keys(header, token);
    } catch (error) {
      const unknownKey = error instanceof errors.JWKSNoMatchingKey;
      if (!unknownKey || nowMs() - triedAtMs < COOLDOWN_MS) throw error;
      const refreshed = await refresh().catch(() => undefined);
      if (refreshed === undefined) throw error;
      return refreshed.keys(header, token);
    }
  };
  return Object.assign(resolve, {
    jwks: () => known?.keys.jwks() ?? { keys: [] },
  });
};
