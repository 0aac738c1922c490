import type { Consumer } from 'kafkajs';
import { translateKafkaError } from '../kafka-error';
import type { Assignment, FirstOffsets } from './first-offsets';

/** The group's assignments as they follow one another in one member's hands. */
export type Generations = {
  readonly begin: (assigned: Assignment) => void;
  readonly current: () => number;
  /** Resolves with whether this generation has its place in all its partitions; never rejects. */
  readonly isPlaced: () => Promise<boolean>;
};

/**
 * At each assignment commits the group's place wherever it has none, before anything is read there,
 * and moves the client to it, which has begun to fetch by its own rule meanwhile.
 *
 * @param onFailure told why the places could not be taken
 */
export const generations = (
  consumer: Pick<Consumer, 'commitOffsets' | 'seek'>,
  firstOffsets: FirstOffsets,
  onFailure: (reason: string) => void,
): Generations => {
  let generation = 0;
  let placed = Promise.resolve(false);

  const take = async (assigned: Assignment, isCurrent: () => boolean): Promise<boolean> => {
    const places = await firstOffsets.missing(assigned);
    if (places.length > 0 && isCurrent()) await consumer.commitOffsets([...places]);
    if (!isCurrent()) return false;
    places.forEach((place) => consumer.seek(place));
    return true;
  };

  return {
    begin: (assigned) => {
      generation += 1;
      const begun = generation;
      const isCurrent = (): boolean => begun === generation;
      placed = take(assigned, isCurrent).catch((error: unknown) => {
        if (isCurrent()) onFailure(translateKafkaError(error).message);
        return false;
      });
    },
    current: () => generation,
    isPlaced: () => placed,
  };
};
