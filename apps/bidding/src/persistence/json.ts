/**
 * Domain states and events as JSON: an integer of any size is tagged as `{"$n": "123"}`, since JSON
 * numbers end at 2^53. No state has a field of that name.
 */
const TAG = '$n';

const tagged = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? { [TAG]: value.toString() } : value;

export const toJson = (value: unknown): string => JSON.stringify(value, tagged);

/**
 * Rebuilds a state or event from parsed JSON.
 *
 * @param stored what node-postgres gives for a jsonb column that {@link toJson} filled
 */
export const fromJson = <T>(stored: unknown): T => restored(stored) as T;

const restored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === TAG) return BigInt(first[1] as string);
  return Object.fromEntries(entries.map(([name, field]) => [name, restored(field)]));
};
