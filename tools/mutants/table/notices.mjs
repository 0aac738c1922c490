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
    from: 'if (this.#notices.get(key)?.eventId === eventId) return;',
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
    name: 'notification/forget-a-late-paddle',
    breaks: 'who bid is told, also when his paddle is heard of late',
    file: 'apps/notification/src/domain/inbox-fold.ts',
    from: 'if (recipientId === undefined) this.#keep(intent.to, fact, notice);',
    to: 'if (recipientId === undefined) continue;',
    test: ['apps/notification', 'domain/due-notice.spec'],
  },
  {
    name: 'notification/forget-a-late-bid',
    breaks: 'who bid is told, also when the bid is applied after the hammer',
    file: 'apps/notification/src/domain/notice.ts',
    from: "if (sequence < known.resultSequence) return paddles(audience.bidders, 'lost');",
    to: 'if (sequence < known.resultSequence) return [];',
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
