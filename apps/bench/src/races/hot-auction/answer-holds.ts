import { randomBytes } from 'node:crypto';
import { ledger } from '@outcry/contracts';
import { uuidV7Generator } from '@outcry/kernel';
import type { IncomingRecord, OutgoingRecord, Transport } from '@outcry/messaging';

type PlaceHold = {
  readonly commandId: string;
  readonly holdId: string;
  readonly account: string;
  readonly amount: { readonly amount: string; readonly asset: string };
  readonly reference: { readonly type: string; readonly id: string };
};

const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);

const answerOf = ({ value, headers }: IncomingRecord): OutgoingRecord => {
  const { commandId, holdId, account, amount, reference } = JSON.parse(
    value?.toString('utf8') ?? '',
  ) as PlaceHold;
  const balance = { account, asset: amount.asset, posted: '0', available: '0' };
  const data = ledger.holdPlacedV1.data.parse({
    ...{ commandId, holdId, account, amount, reference, balance },
    remaining: amount,
    occurredAt: new Date().toISOString(),
  });
  return {
    key: holdId,
    value: JSON.stringify(data),
    headers: {
      ce_specversion: '1.0',
      ce_id: ids.next(),
      ce_source: '/outcry/ledger',
      ce_type: ledger.holdPlacedV1.type,
      ce_time: new Date().toISOString(),
      ce_subject: holdId,
      ce_dataschema: `/schemas/${ledger.holdPlacedV1.type}.json`,
      ce_partitionkey: holdId,
      ce_tenantid: headers['ce_tenantid'] ?? 'default',
      'content-type': 'application/json',
    },
  };
};

/** Answers bidding's requests to hold money as a ledger with rich bidders would. */
export const answerHolds = async (transport: Transport): Promise<() => Promise<void>> => {
  const producer = await transport.producer({ clientId: 'bench-ledger' });
  let sending: Promise<void> = Promise.resolve();
  const subscription = await transport.subscribe({
    group: 'bench-ledger',
    topics: [ledger.ledgerCommandV1Topic.name],
    from: 'earliest',
    onBatch: async (batch) => {
      const records = batch.records
        .filter(({ headers }) => headers['ce_type'] === ledger.placeHoldV1.type)
        .map(answerOf);
      const topic = ledger.holdPlacedV1.topic.name;
      if (records.length > 0) sending = sending.then(() => producer.send([{ topic, records }]));
      await sending;
      const last = batch.records.at(-1);
      if (last !== undefined) batch.done(last.offset);
    },
  });
  return async () => {
    await subscription.stop();
    await producer.close();
  };
};
