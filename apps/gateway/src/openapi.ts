import { openApiDocument } from '@outcry/service';
import { issueDemoToken } from './demo/issue-token.endpoint';
import { GATEWAY_INFO } from './gateway';
import { liveAuction } from './live/live.endpoint';
import { gatewayRejections } from './proxy/gateway.rejections';

/** The edge's own operations, from their declarations. */
export const openApi = () =>
  openApiDocument([{ definition: liveAuction }, { definition: issueDemoToken }], GATEWAY_INFO, [
    gatewayRejections,
  ]);
