/** A broken invariant: a programming error, never a business outcome. */
export class Defect extends Error {
  override readonly name = 'Defect';
}

/** Throws a {@link Defect} unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Defect(message);
}

/** Returns `value`, or throws a {@link Defect} when it is null or undefined. */
export function defined<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new Defect(message);
  return value;
}

/** The end of an exhaustive `switch`: the type system proves that it is unreachable. */
export const assertNever = (value: never): never => {
  throw new Defect(`unexpected case: ${JSON.stringify(value)}`);
};

/** Recognised by name, since `instanceof` fails across module realms (as in Jest). */
export const isDefect = (error: unknown): error is Defect =>
  error instanceof Error && error.name === 'Defect';
