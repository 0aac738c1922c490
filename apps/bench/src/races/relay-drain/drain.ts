import { testServers } from '@outcry/testing';
import type { RelayStart } from '../../load/relay.part';
import { startPlayer, type Player } from '../../stage/player';
import type { Stage } from '../../stage/stage';
import { timed, until, type Lap } from '../../stage/stopwatch';
import { isDrained } from './backlog.sql';

/** A process of its own for a relay, so that no other's memory is among what it has to clean. */
export const startRelayPlayer = (): Player => startPlayer('load/relay.part.ts');

/** Of a row's settings: its rate by {@link Drained.sendingSeconds}. */
export const SENT_PER_SECOND = 'sentPerSecond';

export type Drained = Lap & {
  /**
   * From the first send to the last answer, which is at least the time between the broker's first
   * and last append, by which Debezium's harness goes.
   */
  readonly sendingSeconds: number;
};

/**
 * Has the player's relay drain what is pending, and stop. Connecting and taking the leases are part
 * of it.
 */
export const drainBy = async (relay: Player, stage: Stage): Promise<Drained> => {
  const { connectionString, brokers, topicPrefix, database } = stage;
  const start: RelayStart = {
    ...{ connectionString, brokers, topicPrefix, redisUrl: testServers().redisUrl },
    channel: `outbox-wake:${topicPrefix}`,
  };
  let before = 0;
  const { seconds } = await timed(async () => {
    before = await relay.call<number>('cpuMicros');
    await relay.call('start', start);
    await until('the relay to drain its outbox', () => isDrained(database));
  });
  const after = await relay.call<number>('cpuMicros');
  const sendingSeconds = await relay.call<number>('sendingSeconds');
  await relay.call('stop');
  return { seconds, sendingSeconds, cpuMicros: after - before };
};
