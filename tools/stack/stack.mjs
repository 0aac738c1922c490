import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { deployables, prismaRoots } from '../build/apps.mjs';
import { bundle } from '../build/bundle.mjs';
import { generatePrismaClient } from '../build/prisma-client.mjs';
import { createCrew } from './crew.mjs';
import { requireDiskSpace } from './host/disk.mjs';
import { homeOutside } from './host/server-user.mjs';
import { SERVER_PORTS, demoIssuerPort, portsOfServices, requireFreePorts } from './ports.mjs';
import { givenServers, startServers } from './servers/servers.mjs';
import { serviceReady, serviceSpec } from './services.mjs';
import { prepareDatabases, prepareTopics } from './servers/prepare.mjs';

/**
 * The whole local stack, from an empty folder to serving.
 *
 * @typedef {import('./state.mjs').StateFile} StateFile
 * @typedef {import('./progress.mjs').Progress} Progress
 * @typedef {{ directory: string, demo: boolean, state: StateFile, progress: Progress }} Options
 */

/** Pools of all services, and room for a person's own sessions. */
const MAX_CONNECTIONS = 200;
const REPLICATION_FACTOR = 1;

/** @param {Options} options */
export const createStack = ({ directory, demo, state, progress }) => {
  const crew = createCrew(state, (line) => progress.line(`! ${line}`));
  const apps = deployables();
  const ports = portsOfServices(apps.map(({ name }) => name));

  const start = async () => {
    requireDiskSpace(directory);
    await requireFreePorts(neededPorts(ports, demo));
    state.update({ phase: 'starting', endpoints: endpointsOf(ports) });
    const [servers] = await Promise.all([
      startServers({
        directory,
        ports: SERVER_PORTS,
        maxConnections: MAX_CONNECTIONS,
        env: process.env,
        progress,
        run: crew.run,
      }),
      buildApps(apps, progress),
    ]);
    await Promise.all([
      prepareDatabases(servers.postgresUrl, apps, progress),
      prepareTopics(servers.brokers, REPLICATION_FACTOR, progress),
    ]);
    for (const app of apps) crew.run(serviceSpec({ app, ports, servers, directory, demo }));
    await Promise.all([...ports].map(([name, port]) => waitForService(name, port, progress)));
    state.update({ phase: 'serving' });
    return servers;
  };

  return {
    ports,
    crew,
    /** Rejects if a process cannot be kept alive meanwhile. */
    start: () => Promise.race([start(), crew.failed]),
    async stop() {
      state.update({ phase: 'stopping' });
      await crew.stop();
      state.close();
    },
  };
};

/** @param {string} directory Removes its data, and nothing that can be downloaded again. */
export const removeData = (directory) => {
  for (const name of ['postgres', 'postgres.password', 'kafka', 'redis', 'logs']) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  rmSync(homeOutside(directory), { recursive: true, force: true });
};

/** @param {Map<string, number>} ports @param {boolean} demo @returns {[string, number][]} */
const neededPorts = (ports, demo) => {
  const given = givenServers(process.env);
  const servers = Object.entries(SERVER_PORTS).filter(
    ([name]) => !given.has(name === 'kafkaController' ? 'kafka' : name),
  );
  /** @type {[string, number][]} */
  const issuer = demo ? [['the demo issuer', demoIssuerPort]] : [];
  return [...servers, ...ports, ...issuer];
};

/** @param {Map<string, number>} ports @returns {import('./state.mjs').Endpoint[]} */
const endpointsOf = (ports) => {
  const given = givenServers(process.env);
  const { postgres, kafka, redis } = SERVER_PORTS;
  const servers = Object.entries({ postgres, kafka, redis });
  return [
    ...servers.map(([name, port]) => ({
      name,
      role: /** @type {const} */ ('server'),
      port,
      given: given.has(name),
    })),
    ...[...ports].map(([name, port]) => ({
      name,
      role: /** @type {const} */ ('service'),
      port,
      given: false,
    })),
  ];
};

/**
 * @param {ReturnType<typeof deployables>} apps
 * @param {Progress} progress
 */
export const buildApps = (apps, progress) =>
  progress.step('Build', async (detail) => {
    await Promise.all(prismaRoots().map(generatePrismaClient));
    const made = await Promise.all(
      apps.map((app) => bundle(`${app.root}/src/main.ts`, app.bundle)),
    );
    detail(`${made.filter(Boolean).length} of ${apps.length} services bundled anew`);
  });

/** @param {string} name @param {number} port @param {Progress} progress */
const waitForService = (name, port, progress) =>
  progress.step(name, async (detail) => {
    await serviceReady(name, port);
    detail(`ready on port ${port}`);
  });
