/**
 * An array of texts as PostgreSQL writes one, the same that node-postgres would send: it escapes
 * each element by itself, which for the columns of a set-based statement costs more than all else
 * that sending it costs. Here none is touched unless one of them needs it.
 *
 * @returns the value as it is when it is anything else, or when an element must be escaped
 */
export const withTextArray = (value: unknown): unknown => {
  if (!Array.isArray(value) || value.length === 0) return value;
  if (!value.every((element) => typeof element === 'string')) return value;
  const together = value.join();
  if (together.includes('"') || together.includes('\\')) return value;
  return `{"${value.join('","')}"}`;
};
