/** Every code that a command can be refused with, in the order in which they are tried. */
export const itemRejections = {
  item_exists: { title: 'There is an item with this id', status: 409, retryable: false },
  due_time_passed: { title: 'The item would be due already', status: 422, retryable: false },
} as const;

export type ItemRejectionCode = keyof typeof itemRejections;
