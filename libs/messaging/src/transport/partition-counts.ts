import { topicRegistry } from '@outcry/contracts';

const registered = new Map(topicRegistry.map(({ name, partitions }) => [name, partitions]));

/** The registry's partition count of a topic; undefined for a topic that is not in it. */
export const registeredPartitions = (topic: string): number | undefined => registered.get(topic);
