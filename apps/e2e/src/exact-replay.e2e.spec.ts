import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  readEbayBids,
  readSoftCloseBids,
  replay,
  unexplained,
  type KnownDifference,
  type Recording,
  type ReplayReport,
} from '@outcry/demo';
import { createKafkaTransport } from '@outcry/messaging';
import { brokers, gatewayUrl, killAndWait, waitUntilReady, type ProcessName } from './system';

const data = (name: string): string =>
  readFileSync(join(__dirname, '../../demo/data', name), 'utf8');
const START_MS = Date.UTC(2026, 0, 1);
const KILL_EVERY_BIDS = 60;
const known = JSON.parse(data('ebay-known-differences.json')) as KnownDifference[];
const ebay = readEbayBids(data('ebay-40-auctions.csv'), START_MS);
const softClose = readSoftCloseBids(data('soft-close-bids.csv'), data('soft-close-results.csv'));

type Hook = (answered: number) => void;

const run = async (recording: Recording, onBid: Hook = () => {}): Promise<ReplayReport> => {
  const transport = createKafkaTransport({ brokers, clientId: 'outcry-e2e' });
  let watch: NodeJS.Timeout | undefined;
  try {
    return await replay(recording, {
      gatewayUrl,
      transport,
      runId: randomBytes(5).toString('hex'),
      newKey: randomUUID,
      lanes: 8,
      known,
      onProgress: (progress) => {
        watch = setInterval(() => onBid(progress.bidsAnswered), 10);
      },
    });
  } finally {
    clearInterval(watch);
    await transport.close();
  }
};

const outcomeOf = ({
  pricesExact,
  pricesDiffering,
  winnersExact,
  endTimesExact,
  ...rest
}: ReplayReport) => ({
  pricesExact,
  pricesDiffering,
  winnersExact,
  endTimesExact,
  accepted: rest.bidsAccepted,
  refused: rest.bidsRefused,
  extensions: rest.extensions,
  moneyConserved: rest.moneyConserved,
  published: rest.eventsPublished,
});

describe('the exact replay', () => {
  let undisturbed: ReplayReport;

  beforeAll(async () => {
    await waitUntilReady();
    undisturbed = await run(ebay);
  });

  it('comes to every recorded price that the recording itself explains, and conserves money', () => {
    expect(undisturbed.auctions).toBe(40);
    expect(unexplained(undisturbed)).toEqual([]);
    expect(undisturbed).toMatchObject({ endTimesExact: 40, moneyConserved: true });
    expect(undisturbed.bidsAccepted).toBeGreaterThan(400);
  });

  it('publishes every public event once, and a consumer gets every one', () => {
    expect(undisturbed.eventsPublished).toBeGreaterThan(400);
    expect(undisturbed.eventsConsumed).toBe(undisturbed.eventsPublished);
  });

  it('comes to every winner, price and end of the soft-close auctions', async () => {
    const report = await run(softClose);
    expect(report).toMatchObject({
      auctions: 16,
      winnersExact: 16,
      pricesExact: 16,
      endTimesExact: 16,
      moneyConserved: true,
    });
    expect(report.extensions).toBeGreaterThan(0);
  });

  /** Kills one after another, each well into the replay and once the one before is back. */
  const killer = (victims: readonly ProcessName[]): { hook: Hook; done: Promise<unknown>[] } => {
    const left = [...victims];
    const done: Promise<unknown>[] = [];
    let busy = false;
    const hook: Hook = (answered) => {
      const [next] = left;
      if (busy || !next || answered < (victims.length - left.length + 1) * KILL_EVERY_BIDS) return;
      left.shift();
      busy = true;
      done.push(killAndWait(next).finally(() => (busy = false)));
    };
    return { hook, done };
  };

  it.each<[string, readonly ProcessName[]]>([
    ['service', ['bidding', 'ledger', 'gateway', 'notification']],
    ['server', ['kafka', 'redis', 'postgres']],
  ])('comes to the same outcome when every %s is killed in the middle', async (_, victims) => {
    const { hook, done } = killer(victims);
    const report = await run(ebay, hook);
    await Promise.all(done);
    expect(done).toHaveLength(victims.length);
    expect(outcomeOf(report)).toEqual(outcomeOf(undisturbed));
    await waitUntilReady();
  });
});
