import { accept, reject, type Decider, type InstantMs, type Rejection } from '@outcry/kernel';
import { evolve, type Item, type ItemEvent } from './item';
import type { ItemRejectionCode } from './item.rejections';

export type RegisterItem = {
  readonly tenantId: string;
  readonly id: string;
  readonly title: string;
  readonly dueAt: InstantMs;
  readonly by: string;
  /** The database's clock: a decision never reads one itself. */
  readonly now: InstantMs;
};

type ItemDecider = Decider<Item | null, RegisterItem, ItemEvent, Rejection<ItemRejectionCode>>;

const decide: ItemDecider['decide'] = ({ by, now, ...command }, item) => {
  if (item !== null) return reject('item_exists', 'Register another item under another id.');
  if (command.dueAt <= now) {
    return reject('due_time_passed', 'Name a time that lies ahead.', { field: '/dueAt' });
  }
  const registered = { ...command, registeredBy: by, registeredAt: now };
  return accept([{ kind: 'item_registered', item: registered }]);
};

/** Pure: time and ids arrive in the command, refusals are returned. */
export const itemDecider: ItemDecider = { initialState: () => null, decide, evolve };
