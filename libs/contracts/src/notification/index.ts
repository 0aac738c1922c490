export { notificationDeliveredV1, notificationDeliveryV1Topic } from './delivery-events.v1';
