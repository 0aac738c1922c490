import { randomBytes } from 'node:crypto';
import { ledger } from '@outcry/contracts';
import { uuidV7Generator } from '@outcry/kernel';
import type { OutgoingRecord } from '@outcry/messaging';
import { testServers } from '@outcry/testing';
import { median } from '../../report/statistics';
import { startPlayer, type Player } from '../../stage/player';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { timed, until } from '../../stage/stopwatch';
import { RUNS, type Race, type Scale } from '../race';

const TRANSFERS: Readonly<Record<Scale, number>> = { full: 20_000, quick: 10_000, smoke: 50 };
const WALLETS = 1_000;
const SEND_AT_ONCE = 2_000;
const AMOUNT = { amount: '100', asset: 'USD/2' };

export const LEDGER = 'apps/ledger/prisma/migrations';
const TOPICS = [
  ledger.ledgerCommandV1Topic.name,
  ledger.holdPlacedV1.topic.name,
  ledger.transfersPostedV1.topic.name,
  'ledger.dlq',
];

const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);

const commandOf = (at: number): OutgoingRecord => {
  const [commandId, emitter] = [ids.next(), `emitter-${at % WALLETS}`];
  const leg = { debitAccount: 'cash:bank', creditAccount: `wallet:w${at % WALLETS}` };
  const data = ledger.postTransfersV1.data.parse({
    commandId,
    transfers: [{ ...leg, amount: AMOUNT, code: 'deposit' }],
    reference: { type: 'deposit', id: String(at) },
  });
  return {
    key: emitter,
    value: JSON.stringify(data),
    headers: {
      ce_specversion: '1.0',
      ce_id: ids.next(),
      ce_source: '/outcry/bench',
      ce_type: ledger.postTransfersV1.type,
      ce_time: new Date().toISOString(),
      ce_subject: emitter,
      ce_dataschema: `/schemas/${ledger.postTransfersV1.type}.json`,
      ce_partitionkey: emitter,
      ce_tenantid: 'default',
      'content-type': 'application/json',
    },
  };
};

/** By the index: to count the transfers of a grown ledger takes longer than the race. */
const lastTransfer = async ({ database }: Stage): Promise<number> => {
  const { rows } = await database.query<{ last: string | null }>(
    'SELECT max(seq)::text AS last FROM transfer',
  );
  return Number(rows[0]?.last ?? 0);
};

const startLedger = async (stage: Stage): Promise<Player> => {
  const player = startPlayer('load/ledger.part.ts');
  await player.call('start', {
    OUTCRY_HTTP_PORT: '0',
    OUTCRY_LOG_LEVEL: 'error',
    OUTCRY_DATABASE_URL: stage.connectionString,
    OUTCRY_KAFKA_BROKERS: stage.brokers.join(','),
    OUTCRY_REDIS_URL: testServers().redisUrl,
    OUTCRY_TOPIC_PREFIX: stage.topicPrefix,
    // Nobody asks it for anything.
    OUTCRY_JWKS_URL: 'http://127.0.0.1:9/jwks',
    OUTCRY_TOKEN_ISSUER: 'https://issuer.test',
  });
  return player;
};

/** Transfers a second, from the first command that is sent to the last transfer. */
const runOnce = async (stage: Stage, transfers: number): Promise<number> => {
  const due = (await lastTransfer(stage)) + transfers;
  const producer = await stage.transport.producer({ clientId: 'bench' });
  const commands = Array.from({ length: transfers }, (_, at) => commandOf(at));
  const { seconds } = await timed(async () => {
    for (let at = 0; at < commands.length; at += SEND_AT_ONCE) {
      const records = commands.slice(at, at + SEND_AT_ONCE);
      await producer.send([{ topic: ledger.ledgerCommandV1Topic.name, records }]);
    }
    await until('the last transfer', async () => (await lastTransfer(stage)) >= due);
  });
  await producer.close();
  return transfers / seconds;
};

/** How fast a ledger posts transfers that it is told to by commands; for the growth race. */
export const ledgerPosting: Race = {
  name: 'ledger-posting',
  run: async ({ scale, progress, grown }) => {
    const options = { migrations: LEDGER, topics: TOPICS, like: grown?.ledger };
    const stage = await openStage({ name: 'ledger', ...options });
    const player = await startLedger(stage);
    try {
      const transfers = TRANSFERS[scale];
      const rates: number[] = [];
      // The first one warms up.
      while (rates.length <= RUNS[scale]) rates.push(await runOnce(stage, transfers));
      const value = median(rates.slice(1));
      progress(`ledger-posting: ${Math.round(value)}/s`);
      const settings = { transfers, wallets: WALLETS, runs: RUNS[scale] };
      const durability = await durabilityOf(stage);
      const row = { name: 'ledger-posting', unit: 'transfers/s', value };
      return [{ ...row, settings: { ...settings, ...durability } }];
    } finally {
      await player.end();
      await stage.close();
    }
  },
};
