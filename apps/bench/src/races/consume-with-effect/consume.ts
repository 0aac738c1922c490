import { createConsumer, createOutbox, isMessage, type Database } from '@outcry/messaging';
import { serviceMetrics } from '@outcry/service';
import { itemMoved } from '../../stage/item-moved';
import { timed, until, type Lap } from '../../stage/stopwatch';
import type { Stage } from '../../stage/stage';
import { insertEffects } from './effect.sql';

/** Dead letters would go here; there are none. */
const noOutbox = createOutbox({
  source: '/outcry/bench',
  ids: { next: () => '' },
  clock: { nowMs: Date.now },
  shards: 8,
  traceHeaders: () => ({}),
});

/**
 * Has a consumer of that name read the topic from its start, and times it from the first message
 * in its hands to the commit of the last effect: joining a group is not what is measured.
 */
export const consumeAll = async (
  { database, transport }: Stage,
  name: string,
  options: { readonly events: number; readonly maxBatch: number },
): Promise<Lap> => {
  let applied = 0;
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const counting: Database = {
    query: database.query,
    transact: async (work) => {
      begin();
      let inside = 0;
      const result = await database.transact((sql) =>
        work({
          query: async (text, values) => {
            const found = await sql.query(text, values);
            if (text.includes('INTO effect')) inside = found.rowCount;
            return found as never;
          },
        }),
      );
      applied += inside;
      return result;
    },
  };
  const consumer = createConsumer(
    {
      name,
      lane: 'unordered',
      accepts: [itemMoved],
      from: 'earliest',
      maxBatch: options.maxBatch,
      apply: (messages, sql) =>
        insertEffects(
          sql,
          messages
            .filter((message) => isMessage(itemMoved, message))
            .map(({ id, key, data }) => ({ id, key, place: data.place })),
        ),
    },
    { database: counting, transport, outbox: noOutbox, metrics: serviceMetrics() },
  );
  await consumer.start();
  await begun;
  const lap = await timed(() =>
    until('the last effect', () => applied >= options.events, { everyMs: 1 }),
  );
  await consumer.stop();
  return lap;
};
