/**
 * How many shards a relay should hold: the shards dealt out one by one over the live relays in
 * order of name, so that the shares of all sum to the whole and a joiner is never left without.
 *
 * @param live owners of the live relays, sorted
 */
export const fairShare = (owner: string, live: readonly string[], shards: number): number => {
  const rank = live.indexOf(owner);
  if (rank < 0) return 0;
  const rest = shards % live.length;
  return Math.floor(shards / live.length) + (rank < rest ? 1 : 0);
};
