import type { Evidence, NotificationRow } from '../check/evidence';
import { createFindings } from '../check/findings';
import type { TopicRecord } from '../system/topics';
import { checkNotices } from './notices.check';

const record = (topic: string, type: string, id: string, key: string, data: object) =>
  ({
    ...{ topic: `bidding.${topic}.v1`, partition: 0, offset: BigInt(id.slice(1)), key },
    value: JSON.stringify(data),
    headers: { ce_id: id, ce_type: `bidding.${type}.v1` },
  }) satisfies TopicRecord;
const paddle = (id: string, number: string, bidderId: string) =>
  record('paddle', 'paddle-registered', id, number, { saleId: 's', number, bidderId });
const placed = (id: string, number: string) =>
  record('auction', 'bid-placed', id, 'a', { saleId: 's', bids: [{ paddle: number }] });
const notice = (recipient_id: string, kind: string, event_id = 'e5'): NotificationRow => ({
  ...{ id: `${recipient_id} ${kind}`, auction_id: 'a' },
  ...{ recipient_id, kind, event_id },
});

const RECORDS = [
  paddle('e1', '1', 'ann'),
  paddle('e2', '2', 'bob'),
  placed('e3', '1'),
  placed('e4', '2'),
  record('auction', 'auction-closed', 'e5', 'a', { winner: '2', auction: { status: 'sold' } }),
];
const TOLD = [notice('ann', 'lost'), notice('bob', 'won'), notice('sam', 'sold')];

const faultsOf = (notifications: readonly NotificationRow[]): string[] => {
  const findings = createFindings();
  checkNotices({ records: RECORDS, notifications } as unknown as Evidence, findings);
  return findings.failures().map((failure) => failure.split(':')[0] ?? '');
};

it('finds nothing where all were told', () => {
  expect(faultsOf(TOLD)).toEqual([]);
});

it.each<[string, string, readonly NotificationRow[]]>([
  ['a loser who was told nothing', 'notification.bidders-all', TOLD.slice(1)],
  ['a loser who was told twice', 'notification.losers-once', [...TOLD, notice('ann', 'lost')]],
  ['more losers than bids that lost', 'notification.losers-once', [...TOLD, notice('cat', 'lost')]],
  ['a seller who was told nothing', 'notification.winner-and-seller', TOLD.slice(0, 2)],
  [
    'a seller who was told twice',
    'notification.winner-and-seller',
    [...TOLD, notice('sam', 'sold')],
  ],
])('finds %s', (_what, invariant, notifications) => {
  expect(faultsOf(notifications)).toEqual([invariant]);
});
