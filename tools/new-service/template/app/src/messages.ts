import { __camelName__, type MessageDefinition } from '@outcry/contracts';

/** What the service publishes; the table in the README is made from it. */
export const published: readonly MessageDefinition[] = [__camelName__.itemRegisteredV1];
