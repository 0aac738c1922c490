import {
  createIdempotency,
  outcomeSweeper,
  type ServiceDefinition,
  type ServiceDeps,
  type ServiceParts,
} from '@outcry/service';
import { __camelName__Environment, type __PascalName__Config } from './config';
import { itemRejections } from './domain/item.rejections';
import { __camelName__Routes } from './http/routes';

/** The service from its parts; the chassis adds health, metrics, the relay and the API document. */
export const buildApp = ({
  database,
  outbox,
  ids,
  log,
}: ServiceDeps<__PascalName__Config>): ServiceParts => {
  const rejections = [itemRejections];
  const idempotency = createIdempotency({ database, rejections });
  return {
    info: {
      title: 'Outcry __title__',
      version: '1.0.0',
      description: 'Items and when they are due.',
    },
    rejections,
    routes: __camelName__Routes({ database, idempotency, outbox, newId: ids.next }),
    background: [outcomeSweeper(database, log)],
  };
};

export const __camelName__Service: ServiceDefinition<__PascalName__Config> = {
  name: '__name__',
  config: __camelName__Environment,
  dir: __dirname,
  build: buildApp,
};
