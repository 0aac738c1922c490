import { openApiDocument } from '@outcry/service';
import { NOTIFICATION_INFO } from './app';
import { definitions } from './http/routes';

/** The service's operations, from their declarations. */
export const openApi = () =>
  openApiDocument(
    definitions.map((definition) => ({ definition })),
    NOTIFICATION_INFO,
  );
