import { setTimeout as sleep } from 'node:timers/promises';
import { anyReplica, replicaNamed, SERVICES, type Fault } from './fault';

/** Longer than a lease (4 s) and than a session in a consumer group (12 s). */
const ZOMBIE_MS = 15_000;

const kill: Fault = {
  name: 'service.kill',
  touches: anyReplica,
  inflict: async (world, random, [name]) => {
    const { process } = replicaNamed(world, name);
    await process.end('SIGKILL');
    await sleep(random.int(200, 2_000));
    await process.start();
  },
};

const pause: Fault = {
  name: 'service.pause',
  touches: anyReplica,
  inflict: async (world, random, [name]) => {
    const { process } = replicaNamed(world, name);
    process.pause();
    await sleep(random.int(1_000, 6_000));
    process.resume();
    await process.ready();
  },
};

/** Others take over its leases and partitions; then it goes on as if nothing had been. */
const zombie: Fault = {
  name: 'service.zombie',
  touches: (random) => [`${random.pick(SERVICES.slice(0, 3))}-${random.int(0, 1)}`],
  inflict: async (world, _random, [name]) => {
    const { process } = replicaNamed(world, name);
    process.pause();
    await sleep(ZOMBIE_MS);
    process.resume();
    await process.ready();
    world.sometimes.saw('service.zombie');
  },
};

const rolling: Fault = {
  name: 'service.rolling-restart',
  touches: (random) => {
    const service = random.pick(SERVICES);
    return [`${service}-0`, `${service}-1`];
  },
  inflict: async (world, _random, names) => {
    for (const name of names) {
      const { process } = replicaNamed(world, name);
      await process.end('SIGTERM');
      await process.start();
    }
  },
};

/** Through the preloaded clock: an hour ahead, an hour behind, and back. */
const clock: Fault = {
  name: 'service.clock-jump',
  touches: anyReplica,
  inflict: async (world, random, [name]) => {
    const { process } = replicaNamed(world, name);
    await process.ready();
    for (let jump = 0; jump < 3; jump += 1) {
      process.signal('SIGUSR2');
      await sleep(random.int(1_500, 3_000));
    }
  },
};

export const SERVICE_EPISODES: readonly Fault[] = [zombie];

export const serviceFaults: readonly Fault[] = [kill, pause, zombie, rolling, clock];
