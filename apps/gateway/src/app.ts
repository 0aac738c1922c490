import type { ServiceDeps, ServiceParts } from '@outcry/service';
import type { GatewayConfig } from './config';
import { createGateway, GATEWAY_INFO } from './gateway';
import { gatewayRejections } from './proxy/gateway.rejections';

/** The public edge: all it holds is connections and what Redis may lose. */
export const buildApp = async (deps: ServiceDeps<GatewayConfig>): Promise<ServiceParts> => {
  const gateway = await createGateway(deps);
  deps.onStop(gateway.close);
  return {
    info: GATEWAY_INFO,
    routes: gateway.routes,
    rejections: [gatewayRejections],
    extend: gateway.extend,
    ownOpenApi: false,
  };
};
