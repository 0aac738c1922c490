export { buildApp } from './app';
export { gatewayConfig, type GatewayConfig } from './config';
