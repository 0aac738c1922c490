import type { Database } from '../../sql';
import { drop } from '../drop';
import { listHeld, showHeld } from '../held-listing';
import { redrive, release } from '../redrive';
import type { HeldCommand } from './held-arguments';
import { detailOf, tableOf } from './held-table';

const given = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [name]: value } as Record<K, V>);

/** What the command did, as text. */
export const runHeldCommand = async (command: HeldCommand, database: Database): Promise<string> => {
  const { verb, filter, dryRun, actor, reason } = command;
  const target = { consumer: filter.consumer ?? '', eventId: filter.eventId ?? '' };
  const prefix = dryRun ? 'would be ' : '';
  const limit = given('limit', command.limit);
  switch (verb) {
    case 'ls':
      return tableOf(await listHeld(database, filter, command.limit));
    case 'show': {
      const found = await showHeld(database, target.consumer, target.eventId);
      return found === null ? 'not held' : detailOf(found);
    }
    case 'release': {
      const { acceptGap } = command;
      return `${tableOf(await release(database, target, { actor, reason, acceptGap }))}, released`;
    }
    case 'redrive': {
      const pace = {
        ...given('ratePerSecond', command.ratePerSecond),
        ...given('cap', command.cap),
      };
      const options = { actor, reason, dryRun, ...pace, ...limit };
      const { redriven, capped } = await redrive(database, filter, options);
      const left = capped.length === 0 ? '' : `; ${capped.length} left alone: at their cap`;
      return `${tableOf(redriven)}, ${prefix}redriven${left}`;
    }
    case 'drop': {
      const dropped = await drop(database, filter, { actor, reason, dryRun, ...limit });
      return `${tableOf(dropped)}, ${prefix}dropped`;
    }
  }
};
