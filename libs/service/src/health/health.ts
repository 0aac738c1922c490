/** One thing that is looked at: `ok`, or what is wrong with it in a few words. */
export type CheckResult = 'ok' | (string & {});

export type Checks = Readonly<Record<string, () => CheckResult | Promise<CheckResult>>>;

/**
 * - `startup`: the composition is complete.
 * - `live`: a restart would help if this fails: a stuck event loop, a consumer that sees a broker
 *   and lag but does not advance. Never another server's state.
 * - `ready`: own database reachable and migrated, and not shutting down.
 */
export type Health = { readonly startup: Checks; readonly live: Checks; readonly ready: Checks };

export type HealthProbe = keyof Health;

export type HealthReport = {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
};

const TIMEOUT_MS = 2_000;

const outcomeOf = async (check: Checks[string]): Promise<CheckResult> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${TIMEOUT_MS} ms`), TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve(check()), timeout]);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    return typeof code === 'string' ? code : 'failed';
  } finally {
    clearTimeout(timer);
  }
};

/** Runs all checks of a probe at once; one that throws or hangs counts as failed. */
export const runChecks = async (checks: Checks): Promise<HealthReport> => {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const outcome = await Promise.resolve()
        .then(() => outcomeOf(check))
        .catch(() => 'failed');
      return [name, outcome] as const;
    }),
  );
  return {
    ok: outcomes.every(([, outcome]) => outcome === 'ok'),
    checks: Object.fromEntries(outcomes),
  };
};

export const healthyAlways: Health = { startup: {}, live: {}, ready: {} };
