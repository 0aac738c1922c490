import { deliveryFaults } from './delivery.faults';
import type { Fault } from './fault';
import { linkFaults } from './link.faults';
import { OWNERSHIP_EPISODES, ownershipFaults } from './ownership.faults';
import { serverFaults } from './server.faults';
import { SERVICE_EPISODES, serviceFaults } from './service.faults';

export const ALL_FAULTS: readonly Fault[] = [
  ...serviceFaults,
  ...serverFaults,
  ...linkFaults,
  ...deliveryFaults,
  ...ownershipFaults,
];

/** What every seed begins with. */
export const EPISODES: readonly Fault[] = [...SERVICE_EPISODES, ...OWNERSHIP_EPISODES];

/**
 * The faults of a campaign: all, or those whose names begin with one of `wanted`.
 *
 * @throws Error for a word that begins no fault's name
 */
export const faultsNamed = (wanted: readonly string[], canFillDisk: boolean): readonly Fault[] => {
  for (const word of wanted)
    if (!ALL_FAULTS.some(({ name }) => name.startsWith(word)))
      throw new Error(
        `There is no fault ${word}: there are ${ALL_FAULTS.map(({ name }) => name).join(', ')}.`,
      );
  return ALL_FAULTS.filter(
    ({ name }) =>
      (wanted.length === 0 || wanted.some((word) => name.startsWith(word))) &&
      (canFillDisk || !name.endsWith('.full-disk')),
  );
};
