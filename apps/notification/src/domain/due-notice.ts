import { winnerOf, type KnownAuction } from './auction-fact';
import { cornerKey, type InboxChange, type Knowledge } from './inbox-fold';
import { stillMatters, type Notice, type WaitingNotice } from './notice';

/** A notice whose paddle has been heard of since it began to wait. */
export type DueNotice = Pick<WaitingNotice, 'number' | 'sequence'> & { readonly notice: Notice };

type Known = Pick<Knowledge, 'auction' | 'bidderOf'>;

/** Somebody with two paddles: ahead with one of them, nothing was lost with the other. */
const isAhead = ({ tenantId, saleId, recipientId }: Notice, known: KnownAuction, of: Known) => {
  const ahead = known.status === 'open' ? known.leader : winnerOf(known);
  return ahead !== null && of.bidderOf(tenantId, saleId, ahead) === recipientId;
};

const matters = ({ notice, number, sequence }: DueNotice, knowledge: Known): boolean => {
  const known = knowledge.auction(notice);
  if (known === undefined) return false;
  if (!stillMatters({ to: { paddle: number }, kind: notice.kind }, { sequence }, known)) {
    return false;
  }
  return notice.kind === 'won' || !isAhead(notice, known, knowledge);
};

/** What to tell now of all that waited: for each recipient and auction the last that matters. */
export const tellDue = (
  due: readonly DueNotice[],
  knowledge: Known,
): Pick<InboxChange, 'notices' | 'replaced'> => {
  const inOrder = [...due].sort((a, b) => a.sequence - b.sequence);
  const last = new Map(
    inOrder
      .filter((one) => matters(one, knowledge))
      .map(({ notice }) => [cornerKey(notice), notice] as const),
  );
  const notices = [...last.values()];
  return { notices, replaced: notices };
};
