import { notification, type MessageDefinition } from '@outcry/contracts';

/** What notification publishes. */
export const published: readonly MessageDefinition[] = [notification.notificationDeliveredV1];
