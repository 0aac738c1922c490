import { notification, type MessageDefinition } from '@outcry/contracts';
import { AUCTION_EVENTS } from './consumers/auction-fact.translator';
import { INBOX_EVENTS } from './consumers/inbox.consumer';

export const published: readonly MessageDefinition[] = [notification.notificationDeliveredV1];

export const consumers: readonly {
  readonly group: string;
  readonly accepts: readonly MessageDefinition[];
}[] = [
  { group: 'notification', accepts: INBOX_EVENTS },
  { group: 'notification.live', accepts: AUCTION_EVENTS },
];
