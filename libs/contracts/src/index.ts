import * as bidding from './bidding';
import * as ledger from './ledger';
import * as notification from './notification';

export { bidding, ledger, notification };
export {
  accountAddressSchema,
  assetSchema,
  fromWireMoney,
  idSchema,
  minorUnitsSchema,
  moneyData,
  moneySchema,
  principalSchema,
  tenantSchema,
  timestampSchema,
  toWireMoney,
  type WireMoney,
} from './wire';
export {
  defineMessage,
  defineTopic,
  type MessageData,
  type MessageDefinition,
  type TopicDefinition,
  type TopicKind,
} from './definition';
export {
  CONTENT_TYPE,
  envelopeSchema,
  formatSequence,
  parseSequence,
  type EnvelopeHeaders,
} from './envelope';
export {
  commonRejections,
  defineRejections,
  type RejectionDefinition,
  type RejectionRegistry,
} from './rejections';
export { consumerGroups, type ConsumerGroup } from './consumer-groups';
export {
  allTopics,
  deadLetterTopic,
  jsonSchemaOf,
  messageRegistry,
  topicRegistry,
} from './registry';
export { asyncApiDocument } from './publication/asyncapi';
export { breakingChanges } from './publication/compatibility';
