import { setTimeout as sleep } from 'node:timers/promises';
import type { TestIssuer } from '@outcry/testing';
import { checkRest, drain } from './check/drain';
import { gatherEvidence } from './check/evidence';
import { writeEvidence } from './check/write-evidence';
import type { Findings } from './check/findings';
import { countRareStates } from './check/rare-states';
import type { Sometimes } from './check/sometimes';
import { watchAlways } from './check/watch';
import type { Fault, World } from './faults/fault';
import { inflictFaults, type Inflicted } from './faults/schedule';
import { checkConsumers } from './invariants/consumers.check';
import { checkJournal } from './invariants/journal.check';
import { checkLedger } from './invariants/ledger.check';
import { checkReplay } from './invariants/replay.check';
import { checkRequests } from './invariants/requests.check';
import { checkNotices } from './invariants/notices.check';
import { checkSagas } from './invariants/sagas.check';
import { checkTopics } from './invariants/topics.check';
import type { Platform } from './platform';
import { createRandom } from './random';
import { createDatabases } from './system/databases';
import { createLinks } from './system/links';
import type { PortDealer } from './system/ports';
import { askRedis, type Servers } from './system/servers';
import { createReplicas } from './system/services';
import { createTopics } from './system/topics';
import { createClient, type Client } from './workload/client';
import { createHistory, type History } from './workload/history';
import { startWorkload, type Goal } from './workload/workload';

export type SeedOptions = {
  readonly platform: Platform;
  readonly servers: Servers;
  readonly issuer: TestIssuer;
  readonly port: PortDealer;
  readonly seed: number;
  readonly lengthMs: number;
  readonly goal: Goal;
  readonly faults: readonly Fault[];
  /** Come before those that are drawn. */
  readonly episodes: readonly Fault[];
  readonly findings: Findings;
  readonly sometimes: Sometimes;
};

export type SeedResult = {
  readonly seed: number;
  readonly requests: number;
  readonly acceptedBids: number;
  readonly settlements: number;
  readonly faults: readonly Inflicted[];
  readonly drainMs: number;
};

/** For the deaths of processes: set while a seed runs. */
export type Deaths = { onDeath: (name: string, how: string) => void };

const SETTLE_UNKNOWN_MS = 120_000;

/** All is as it was: servers up, processes running, links whole. */
const heal = async ({ servers, replicas, links }: World): Promise<void> => {
  links.heal();
  servers.brokerDisk?.free();
  servers.tableDisk?.free();
  for (const server of [servers.postgres, servers.kafka, servers.redis]) {
    server.resume();
    await server.start();
  }
  for (const { process } of replicas) process.resume();
  await Promise.all(replicas.map(({ process }) => process.start()));
};

/** An operation whose outcome nobody knows is asked for again, now that all answer. */
const settleUnknowns = async (client: Client, history: History): Promise<void> => {
  for (const operation of history.operations)
    if (operation.outcome === 'unknown' && operation.key !== null)
      await client.repeat(operation, SETTLE_UNKNOWN_MS);
};

const disturbAndWork = async (
  world: World,
  client: Client,
  history: History,
  options: SeedOptions,
): Promise<readonly Inflicted[]> => {
  const { platform, seed, lengthMs, goal, faults, findings, episodes } = options;
  const random = createRandom(seed);
  const watching = new AbortController();
  const watched = watchAlways(world.databases, findings, watching.signal);
  const { stopped, say } = platform;
  const work = { lengthMs, goal, stopped };
  const workload = await startWorkload({ client, history }, random.fork('work'), work);
  const untilMs = Date.now() + lengthMs;
  const pause = (ms: number): Promise<void> => sleep(ms);
  const plan = { episodes, faults, untilMs, stopped, say, pause };
  const inflicted = await inflictFaults(world, random.fork('faults'), plan);
  await workload.finished;
  watching.abort();
  await watched;
  return inflicted;
};

const checkAll = async (
  world: World,
  client: Client,
  history: History,
  { platform, findings, sometimes }: SeedOptions,
) => {
  const { databases, topics, replicas } = world;
  const drained = await drain(databases, topics, platform.stopped);
  findings.check('drain.ends', drained.ok, () => `still open: ${drained.left}`);
  platform.say(`  drained in ${(drained.tookMs / 1_000).toFixed(1)} s; checking`);
  for (const operation of history.operations.filter(({ kind }) => kind === 'bid').slice(-20))
    await client.repeat(operation);
  await checkRest(databases, findings);
  const evidence = await gatherEvidence(databases, topics);
  for (const auction of evidence.auctions) checkJournal(auction, findings);
  checkTopics(evidence, findings);
  await checkConsumers(evidence, topics, findings);
  checkRequests(history, client.tenantId, evidence, findings);
  checkLedger(evidence, findings);
  checkSagas(evidence, findings);
  checkNotices(evidence, findings);
  countRareStates(history, evidence, world.redelivered, sometimes);
  await checkReplay({ databases, topics, replicas, stopped: platform.stopped }, findings);
  return { drained, evidence };
};

/** One seed from empty databases to the verdict; servers stay for the next. */
export const runSeed = async (options: SeedOptions, deaths: Deaths): Promise<SeedResult> => {
  const { platform, servers, issuer, port, seed, findings, sometimes } = options;
  const name = `nemesis_${seed}_${process.pid}`;
  const databases = await createDatabases(platform, servers, name);
  const topics = await createTopics(servers.brokers, `${name.replaceAll('_', '-')}.`);
  await askRedis(servers.redisPort, 'FLUSHALL');
  const links = createLinks();
  deaths.onDeath = (who, how) =>
    findings.check('process.lives', false, () => `${who} died by itself: ${how}`);
  const { onDeath } = deaths;
  const topicPrefix = topics.prefix;
  const common = { platform, servers, databases, links, issuer, port, topicPrefix, onDeath };
  const replicas = await createReplicas(common);
  const redelivered = new Map<string, number>();
  const failuresBefore = findings.failures().join();
  let sound = false;
  const world = { platform, servers, databases, topics, links, replicas, sometimes, redelivered };
  try {
    await Promise.all(replicas.map((replica) => replica.process.start()));
    const history = createHistory();
    const gateways = replicas.flatMap((one) => (one.service === 'gateway' ? [one.url] : []));
    const client = createClient({ gateways, issuer, tenantId: `seed-${seed}`, history });
    const faults = await disturbAndWork(world, client, history, options);
    await heal(world);
    platform.say('  all is mended; waiting for rest');
    await settleUnknowns(client, history);
    const { drained, evidence } = await checkAll(world, client, history, options);
    for (const replica of replicas)
      findings.check('process.lives', true, () => replica.process.name);
    sound = findings.failures().join() === failuresBefore;
    if (!sound) platform.say(`  see ${writeEvidence(platform.directory, seed, history, evidence)}`);
    const acceptedBids = history.operations.filter(
      ({ kind, outcome }) => kind === 'bid' && outcome === 'ok',
    ).length;
    const requests = history.operations.length;
    const settlements = evidence.settlements.length;
    return { seed, requests, acceptedBids, settlements, faults, drainMs: drained.tookMs };
  } finally {
    await Promise.all(replicas.map((replica) => replica.process.end('SIGKILL')));
    await sleep(100);
    await links.close();
    if (sound) await topics.remove().catch(() => undefined);
    await databases.close(sound ? 'drop' : 'keep').catch(() => undefined);
  }
};
