import { OperationalError } from '@outcry/kernel';
import type { z } from 'zod';

/**
 * Parses the environment once, at start.
 *
 * @throws OperationalError `invalid_config` that names every variable at fault, never its value
 */
export const parseConfig = <S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.output<S> => {
  // A variable set to nothing, as compose files do it, is one that is not set.
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const missing = issue.code === 'invalid_type' && !given.some(([key]) => key === name);
    return `${name}: ${missing ? 'is required' : issue.message}`;
  });
  throw new OperationalError(
    'invalid_config',
    `The configuration is wrong:\n  ${faults.join('\n  ')}`,
    { retryable: false },
  );
};
