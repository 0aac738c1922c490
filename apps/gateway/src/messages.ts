import type { MessageDefinition } from '@outcry/contracts';

/** The edge publishes nothing and consumes nothing: live frames reach it through Redis. */
export const published: readonly MessageDefinition[] = [];
export const consumers: readonly {
  readonly group: string;
  readonly accepts: readonly MessageDefinition[];
}[] = [];
