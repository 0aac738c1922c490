/** Notifications: whom an event is news to, once. */
/** @typedef {import('../table.mjs').Mutant} Mutant */

/** @type {readonly Mutant[]} */
export const notices = [
  {
    name: 'notification/forget-the-winner',
    breaks: 'winner and seller are told',
    file: 'apps/notification/src/domain/notice.ts',
    from: "...paddles([change.winner], 'won'),",
    to: '',
    test: ['apps/notification', 'domain/inbox-fold.spec'],
  },
  {
    name: 'notification/tell-a-winner-that-he-lost',
    breaks: 'one word of an event to a recipient',
    file: 'apps/notification/src/domain/inbox-fold.ts',
    from: 'if (this.#notices.get(key)?.eventId === fact.eventId) continue;',
    to: '',
    test: ['apps/notification', 'domain/inbox-fold.spec'],
  },
  {
    name: 'notification/forget-the-losers',
    breaks: 'who bid and did not win is told',
    file: 'apps/notification/src/domain/notice.ts',
    from: "...paddles(without(audience.bidders, change.winner), 'lost'),",
    to: '',
    test: ['apps/notification', 'domain/inbox-fold.spec'],
  },
  {
    name: 'notification/deliver-without-event',
    breaks: 'every notification has its event',
    file: 'apps/notification/src/consumers/inbox.consumer.ts',
    from: 'if (delivered.length === 0) return;',
    to: 'return;',
    test: ['apps/notification', 'consumers/inbox.component'],
  },
];
