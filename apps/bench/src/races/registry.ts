import { commitToConsumed } from './commit-to-consumed/commit-to-consumed.race';
import { consumeWithEffect } from './consume-with-effect/consume-with-effect.race';
import { gatewayRace } from './edge/gateway.race';
import { liveFanOut } from './edge/live-fan-out.race';
import { exchangeEngine } from './exchange/engine.race';
import { exchangeMemory, exchangeSnapshot, exchangeSweep } from './exchange/limits.race';
import { exchangeMarketData } from './exchange/market-data.race';
import { exchangeFeatures, exchangeInstruments, exchangeResting } from './exchange/shapes.race';
import { growthRace } from './growth/growth.race';
import { hotAuction } from './hot-auction/hot-auction.race';
import type { Race } from './race';
import { relayDrain } from './relay-drain/relay-drain.race';
import { startRace } from './start/start.race';

/** In the order in which they are run. */
export const races: readonly Race[] = [
  relayDrain,
  commitToConsumed,
  consumeWithEffect,
  hotAuction,
  liveFanOut,
  gatewayRace,
  startRace,
  exchangeEngine,
  exchangeResting,
  exchangeInstruments,
  exchangeFeatures,
  exchangeSweep,
  exchangeSnapshot,
  exchangeMemory,
  exchangeMarketData,
  growthRace,
];
