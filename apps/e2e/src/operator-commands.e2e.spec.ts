import { randomBytes, randomUUID } from 'node:crypto';
import { uuidV7Generator } from '@outcry/kernel';
import { createKafkaTransport, type IncomingRecord } from '@outcry/messaging';
import { eventually } from '@outcry/testing';
import { npmRun, query } from './operator';
import { admit, deposit, newTenant, openAuction, openSale, usd } from './people';
import { brokers, waitUntilReady } from './system';

const COMMANDS = 'ledger.command.v1';
const TRANSFERS = 'ledger.transfer.v1';
const AUCTIONS = 'bidding.auction.v1';

const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);
const BY = ['--actor', 'ann', '--reason', 'a test'];

/** What carries a message that nobody of ours has written. */
const headersOf = (type: string, key: string, more: Record<string, string> = {}) => ({
  ce_specversion: '1.0',
  ce_id: ids.next(),
  ce_source: '/outcry/forger',
  ce_type: type,
  ce_time: new Date().toISOString(),
  ce_subject: key,
  ce_dataschema: `/schemas/${type}.json`,
  ce_partitionkey: key,
  ce_tenantid: 'default',
  'content-type': 'application/json',
  ...more,
});

describe('the commands of an operator, on a real broker', () => {
  const transport = createKafkaTransport({ brokers, clientId: 'operator-commands' });
  beforeAll(waitUntilReady);
  afterAll(() => transport.close());

  const produce = async (topic: string, key: string, headers: Record<string, string>) => {
    const producer = await transport.producer({ clientId: 'forger' });
    await producer.send([{ topic, records: [{ key, value: '{"poison":true}', headers }] }]);
    await producer.close();
  };

  describe('npm run held', () => {
    const key = randomUUID();
    const type = 'ledger.post-transfers.v1';
    const chosen = ['--service', 'ledger', '--consumer', 'ledger', '--key', key];
    const held = (verb: string, ...more: string[]) => npmRun('held', verb, ...chosen, ...more);
    const dead = () =>
      query<{ event: string; tries: number; redrives: number }>(
        'ledger',
        `SELECT event_id::text AS event, attempts AS tries, redrives FROM held_message
          WHERE key = $1 AND state = 'dead' ORDER BY id`,
        [key],
      );

    it('lists poison and shows it', async () => {
      for (let poison = 0; poison < 3; poison += 1) {
        await produce(COMMANDS, key, headersOf(type, key));
      }
      await eventually(async () => expect(await dead()).toHaveLength(3));
      const listed = await held('ls');
      expect(listed).toMatchObject({ code: 0, output: expect.stringMatching(/^3 held$/m) });
      const [first] = await dead();
      const shown = await held('show', '--event', String(first?.event));
      expect(shown.output).toContain('"value": "{\\"poison\\":true}"');
    });

    it('releases and redrives it, in vain, and says what it would do', async () => {
      const [first] = await dead();
      const released = await held('release', '--event', String(first?.event), ...BY);
      expect(released).toMatchObject({
        code: 0,
        output: expect.stringContaining('1 held, released'),
      });
      const dry = await held('redrive', '--dry-run');
      expect(dry.output).toContain('would be redriven');
      await eventually(async () => expect(await dead()).toHaveLength(3));
      expect((await held('redrive', '--rate', '50', ...BY)).output).toContain('3 held, redriven');
      await eventually(async () => {
        const rows = await dead();
        expect(rows.map(({ redrives }) => redrives > 0)).toEqual([true, true, true]);
      });
    });

    it('drops it for good, keeps who did what and why, and the ledger goes on', async () => {
      expect((await held('drop', ...BY)).output).toContain('3 held, dropped');
      expect((await held('ls')).output).toMatch(/^0 held$/m);
      const audit = await query<{ action: string; n: number }>(
        'ledger',
        `SELECT action, count(*)::int AS n FROM held_audit
          WHERE key = $1 AND actor = 'ann' AND reason = 'a test' GROUP BY action ORDER BY action`,
        [key],
      );
      expect(audit).toEqual([
        { action: 'drop', n: 3 },
        { action: 'redrive', n: 3 },
        { action: 'release', n: 1 },
      ]);
      await deposit(newTenant(), 'ada', 100);
    });

    it('says in one sentence what is wrong with a command', async () => {
      const wrong = await npmRun('held', 'drop', '--service', 'ledger');
      expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('needs --all') });
    });
  });

  it('npm run outbox lets a key go whose first row the broker refuses', async () => {
    const key = randomUUID();
    const type = 'outcry.test.v1';
    const rows = [1, 2].map((sequence) => ({ sequence, headers: headersOf(type, key) }));
    for (const { sequence, headers } of rows) {
      await query(
        'ledger',
        `INSERT INTO outbox (shard, id, topic, key, type, sequence, headers, payload)
         VALUES (0, $1, $2, $3, $4, $5, $6, $7)`,
        [
          ...[headers.ce_id, TRANSFERS, key, type, sequence, JSON.stringify(headers)],
          sequence === 1 ? JSON.stringify({ big: 'x'.repeat(2_000_000) }) : '{}',
        ],
      );
    }
    const parked = () =>
      query('ledger', 'SELECT 1 FROM outbox_parked WHERE key = $1', [key]).then(
        (all) => all.length,
      );
    await eventually(async () => expect(await parked()).toBe(2));

    const target = ['--service', 'ledger', '--topic', TRANSFERS, '--key', key];
    const listed = await npmRun('outbox', 'ls', '--service', 'ledger');
    expect(listed.output).toMatch(new RegExp(`${key}  2 waiting since .*kafka_message_too_large`));
    expect((await npmRun('outbox', 'ls', ...target)).output).toContain('waits behind');
    const first = String(rows[0]?.headers.ce_id);
    const skipped = await npmRun('outbox', 'skip', '--service', 'ledger', '--id', first, ...BY);
    expect(skipped).toMatchObject({ code: 0, output: expect.stringContaining('skipped') });
    const released = await npmRun('outbox', 'release', ...target, ...BY);
    expect(released.output).toContain('released: 2 messages');

    const received: IncomingRecord[] = [];
    const subscription = await transport.subscribe({
      ...{ group: randomUUID(), topics: [TRANSFERS], from: 'earliest' },
      onBatch: async ({ records, done }) => {
        received.push(...records.filter((record) => record.key === key));
        done(records.at(-1)?.offset ?? -1n);
      },
    });
    await eventually(() =>
      expect(received.map(({ headers }) => headers['ce_type'])).toEqual([
        'outcry.skipped.v1',
        type,
      ]),
    );
    await subscription.stop();
    const audit = await query<{ action: string }>(
      'ledger',
      `SELECT action FROM outbox_audit WHERE key = $1 AND actor = 'ann' ORDER BY id`,
      [key],
    );
    expect(audit.map(({ action }) => action)).toEqual(['skip', 'release']);
  });

  it('npm run verify:auction finds a rewritten journal and an invented event', async () => {
    const market = newTenant();
    const saleId = await openSale(market);
    await admit(market, saleId, 'ada', 100_000);
    const auctionId = await openAuction(market, saleId);
    expect(await market.bid('ada', auctionId, usd(5_000), randomUUID())).toMatchObject({
      status: 201,
    });
    const verify = () => npmRun('verify:auction', auctionId, '--tenant', market.tenantId);
    expect(await verify()).toMatchObject({ code: 0, output: expect.stringContaining('verified:') });

    const rewrite = (from: string, to: string) =>
      query(
        'bidding',
        `UPDATE auction_journal SET event = replace(event::text, $2, $3)::jsonb
          WHERE auction_id = $1 AND event->>'type' = 'bid_placed'`,
        [auctionId, from, to],
      );
    await query('bidding', 'ALTER TABLE auction_journal DISABLE TRIGGER USER');
    await rewrite('"5000"', '"6000"');
    const rewritten = await verify();
    await rewrite('"6000"', '"5000"');
    await query('bidding', 'ALTER TABLE auction_journal ENABLE TRIGGER USER');
    expect(rewritten).toMatchObject({
      code: 1,
      output: expect.stringContaining('the stored state is not what the journal leads to'),
    });

    const forged = headersOf('outcry.forged.v1', auctionId, {
      ce_sequence: '99'.padStart(20, '0'),
    });
    await produce(AUCTIONS, auctionId, forged);
    const invented = await verify();
    expect(invented).toMatchObject({ code: 1 });
    expect(invented.output).toContain('event 99 is not in the journal');
  });
});
