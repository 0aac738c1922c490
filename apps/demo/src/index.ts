export { createApiClient, type ApiAnswer, type ApiClient } from './client/api-client';
export { createDemoTokens, type DemoRole, type DemoTokens } from './client/demo-tokens';
export { createMarketplace, type Marketplace } from './client/marketplace';
export { readEbayBids } from './recorded/ebay-bids';
export type { RecordedAuction, Recording } from './recorded/recorded-auction';
export { readSoftCloseBids, expectedEndMs } from './recorded/soft-close-bids';
export { replay, type ReplayOptions } from './replay/replay';
export { unexplained, type KnownDifference, type ReplayReport } from './replay/report';
