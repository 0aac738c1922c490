import { commitToConsumed } from './commit-to-consumed/commit-to-consumed.race';
import { consumeWithEffect } from './consume-with-effect/consume-with-effect.race';
import { hotAuction } from './hot-auction/hot-auction.race';
import type { Race } from './race';
import { relayDrain } from './relay-drain/relay-drain.race';

/** In the order in which they are run. */
export const races: readonly Race[] = [relayDrain, commitToConsumed, consumeWithEffect, hotAuction];
