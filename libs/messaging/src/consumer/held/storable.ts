/** Text as PostgreSQL can store it: without NUL, without half a surrogate pair. */
export const storable = (text: string): string =>
  text.toWellFormed().replaceAll('\u0000', '\uFFFD');

const LARGEST_KEY = 512;

/** Whether a key is text that fits an index row; any other is stored as {@link storableKey}. */
export const isUsableKey = (key: string): boolean =>
  key !== '' &&
  key.length <= LARGEST_KEY &&
  !key.includes('\u0000') &&
  !key.includes('\uFFFD') &&
  key.isWellFormed();

/** A stand-in for a key that cannot be used; it is not usable either. */
export const storableKey = (key: string): string => {
  if (isUsableKey(key)) return key;
  const text = storable(key);
  return text.length <= LARGEST_KEY ? text : `${text.slice(0, LARGEST_KEY)}…`.toWellFormed();
};
