import { deciderSpec } from '@outcry/testing';
import type { ItemRegistered } from './item';
import { itemDecider, type RegisterItem } from './item.decide';

const NOON = Date.UTC(2026, 0, 1, 12);
const register = (change: Partial<RegisterItem> = {}): RegisterItem => ({
  ...{ tenantId: 'default', id: 'i1', title: 'Vase', dueAt: NOON + 1, by: 'ada', now: NOON },
  ...change,
});
const registered: ItemRegistered = {
  kind: 'item_registered',
  item: {
    ...{ tenantId: 'default', id: 'i1', title: 'Vase', dueAt: NOON + 1 },
    ...{ registeredBy: 'ada', registeredAt: NOON },
  },
};
const item = deciderSpec(itemDecider);

describe('an item', () => {
  it('is registered when it is due in the future', () => {
    item.given().when(register()).then(registered);
  });

  it('begins at version 1', () => {
    expect(item.given().when(register()).state()).toEqual({ ...registered.item, version: 1n });
  });

  it('is refused when it would be due already, to the millisecond', () => {
    item
      .given()
      .when(register({ dueAt: NOON }))
      .thenRejected('due_time_passed');
  });

  it('is registered only once, whatever else is wrong', () => {
    item
      .given(registered)
      .when(register({ dueAt: NOON }))
      .thenRejected('item_exists');
  });
});
