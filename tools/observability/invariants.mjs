import { loadTypescript } from '../typescript.mjs';

/** @typedef {{ name: string, runbook: string }} Invariant */

/** @returns {Promise<Invariant[]>} Every invariant that a service looks after, once. */
export const everyInvariant = async () => {
  const messaging = await loadTypescript('libs/messaging/src/index.ts');
  const service = await loadTypescript('libs/service/src/index.ts');
  const { biddingInvariants } = await loadTypescript(
    'apps/bidding/src/audit/bidding.invariants.ts',
  );
  const { ledgerInvariants } = await loadTypescript('apps/ledger/src/audit/ledger.invariants.ts');
  const { notificationInvariants } = await loadTypescript(
    'apps/notification/src/audit/notification.invariants.ts',
  );
  /** @type {Invariant[]} */
  const all = [
    ...service.chassisInvariants(),
    ...messaging.membershipInvariants([]),
    ...messaging.outboxInvariants(),
    ...messaging.inboxInvariants(),
    ...biddingInvariants(),
    ...ledgerInvariants(),
    ...notificationInvariants(),
  ];
  return all.map(({ name, runbook }) => ({ name, runbook }));
};
