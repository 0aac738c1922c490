import { randomBytes } from 'node:crypto';
import { uuidV7Generator } from '@outcry/kernel';
import type { OutgoingRecord } from '@outcry/messaging';
import { itemMoved } from '../../stage/item-moved';
import type { Stage } from '../../stage/stage';
import type { Effect } from './effect.sql';

const SEND_AT_ONCE = 2_000;
const KEYS = 5_000;
const TEXT = 'x'.repeat(160);

const recordOf = ({ id, key, place }: Effect): OutgoingRecord => ({
  key,
  value: JSON.stringify({ place, text: TEXT }),
  headers: {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/outcry/bench',
    ce_type: itemMoved.type,
    ce_time: new Date().toISOString(),
    ce_subject: key,
    ce_dataschema: `/schemas/${itemMoved.type}.json`,
    ce_partitionkey: key,
    ce_tenantid: 'default',
    'content-type': 'application/json',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
});

/** Fills the topic, and tells what its effects will be. */
export const publishItems = async (
  { transport }: Stage,
  count: number,
): Promise<readonly Effect[]> => {
  const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);
  const effects = Array.from({ length: count }, (_, at) => ({
    id: ids.next(),
    key: `item-${at % KEYS}`,
    place: `place ${at}`,
  }));
  const producer = await transport.producer({ clientId: 'bench' });
  for (let at = 0; at < effects.length; at += SEND_AT_ONCE) {
    const records = effects.slice(at, at + SEND_AT_ONCE).map(recordOf);
    await producer.send([{ topic: itemMoved.topic.name, records }]);
  }
  await producer.close();
  return effects;
};
