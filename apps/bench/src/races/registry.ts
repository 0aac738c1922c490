import { consumeWithEffect } from './consume-with-effect/consume-with-effect.race';
import type { Race } from './race';
import { relayDrain } from './relay-drain/relay-drain.race';

/** In the order in which they are run. */
export const races: readonly Race[] = [relayDrain, consumeWithEffect];
