import type { MessageDefinition } from '@outcry/contracts';
import type { IdGenerator } from '@outcry/kernel';
import type { Database } from '../../sql';
import type { ParkedKey, ParkedRow } from '../parked/parked.sql';
import {
  fixParked,
  listParkedKeys,
  releaseParkedKey,
  showParkedKey,
  skipParked,
} from '../parked/parked-keys';
import type { OutboxCommand } from './outbox-arguments';

const keyLine = ({ topic, key, rows, parkedAt, cause }: ParkedKey): string =>
  `${topic}  ${key}  ${rows} waiting since ${parkedAt.toISOString()}: ${cause}`;

const rowLine = ({ id, type, sequence, cause, payload }: ParkedRow): string =>
  [id, type, sequence ?? '-', cause ?? 'waits behind', payload ?? 'tombstone'].join('  ');

/** Does what an operator asked for and says what was done. */
export const runOutboxCommand = async (
  command: OutboxCommand,
  database: Database,
  ids: IdGenerator,
  definitions?: readonly MessageDefinition[],
): Promise<string> => {
  switch (command.verb) {
    case 'ls': {
      const { topic, key } = command;
      if (topic !== undefined && key !== undefined) {
        return (await showParkedKey(database, { topic, key })).map(rowLine).join('\n');
      }
      const keys = await listParkedKeys(database);
      return [...keys.map(keyLine), `${keys.length} parked`].join('\n');
    }
    case 'fix': {
      const id = await fixParked(database, command, ids, definitions);
      return `fixed: ${id} will be published when its key is released`;
    }
    case 'skip': {
      const id = await skipParked(database, command, ids);
      return `skipped: the marker ${id} will be published when the key is released`;
    }
    case 'release':
      return `released: ${await releaseParkedKey(database, command)} messages`;
  }
};
