export { itemRegisteredV1, __camelName__ItemV1Topic } from './item-events.v1';
