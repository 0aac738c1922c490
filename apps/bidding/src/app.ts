import {
  createIdempotency,
  outcomeSweeper,
  type ServiceDefinition,
  type ServiceDeps,
  type ServiceParts,
} from '@outcry/service';
import { biddingInvariants } from './audit/bidding.invariants';
import { createBidQueue } from './commands/bid/bid-queue';
import { biddingEnvironment, type BiddingConfig } from './config';
import { ledgerAnswersConsumer } from './consumers/ledger-answers.consumer';
import { biddingRejections } from './domain/rejections';
import { requestRejections } from './http/rejections';
import { biddingRoutes } from './http/routes';
import { clockCheck, markDatabase } from './persistence/clock-mark';
import { createSales } from './persistence/sale/sales';
import { businessSweeper } from './sweepers/business-sweeper';
import { resender } from './sweepers/resender';

/** Bidding from its parts: auctions, paddles and settlements behind HTTP, topics and clocks. */
export const buildApp = async (deps: ServiceDeps<BiddingConfig>): Promise<ServiceParts> => {
  const { database, outbox, ids, log, config } = deps;
  const rejections = [biddingRejections, requestRejections];
  const idempotency = createIdempotency({ database, rejections });
  const bidding = { database, outbox, ids, idempotency, sales: createSales() };
  const sweeper = businessSweeper(bidding, log);
  const connections = Math.max(1, Math.ceil(config.OUTCRY_DATABASE_POOL / 2));
  const bids = { ...bidding, database: deps.databaseByIndex('bids', connections) };
  const submitBid = createBidQueue(bids, {
    connections,
    maxBatch: config.OUTCRY_BIDS_PER_TRANSACTION,
  });
  if (config.OUTCRY_DEMO) await markDatabase(database, 'demo');
  return {
    info: {
      title: 'Outcry bidding',
      version: '1.0.0',
      description: 'Live auctions, paddles with a spending limit, bids and settlements.',
    },
    rejections,
    routes: biddingRoutes({ ...bidding, submitBid, onClockSet: sweeper.wake }),
    consumers: [ledgerAnswersConsumer(bidding)],
    background: [sweeper, resender(bidding, log), outcomeSweeper(database, log)],
    invariants: biddingInvariants(),
    ready: { clock: () => clockCheck(database) },
  };
};

export const biddingService: ServiceDefinition<BiddingConfig> = {
  name: 'bidding',
  config: biddingEnvironment,
  dir: __dirname,
  build: buildApp,
};
