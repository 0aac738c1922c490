import { runService } from '@outcry/service';
import { buildApp } from './app';
import { gatewayConfig } from './config';

void runService({ name: 'gateway', config: gatewayConfig, dir: __dirname, build: buildApp });
