import { runService } from '@outcry/service';
import { buildApp } from './app';
import { notificationConfig } from './config';

void runService({
  name: 'notification',
  config: notificationConfig,
  dir: __dirname,
  build: buildApp,
});
