import { createServer } from 'node:net';
import { ExplainedError } from '../bootstrap/explained-error.mjs';
import { holderOfPort } from './host/port-holder.mjs';

/** Where the started stack listens; OUTCRY_PORT_OFFSET moves all of them. */
const OFFSET = Number(process.env.OUTCRY_PORT_OFFSET ?? 0);

/** @typedef {{ postgres: number, kafka: number, kafkaController: number, redis: number }} ServerPorts */

/** @type {ServerPorts} */
export const SERVER_PORTS = {
  postgres: 5532 + OFFSET,
  kafka: 9192 + OFFSET,
  kafkaController: 9193 + OFFSET,
  redis: 6479 + OFFSET,
};

/** Known services keep their port; others follow from 8084 on, in order of their names. */
const SERVICE_PORTS = { gateway: 8080, bidding: 8081, ledger: 8082, notification: 8083 };
const DEMO_ISSUER_PORT = 8089;

export const demoIssuerPort = DEMO_ISSUER_PORT + OFFSET;

/**
 * @param {readonly string[]} services
 * @returns {Map<string, number>}
 */
export const portsOfServices = (services) => {
  /** @type {Map<string, number>} */
  const ports = new Map();
  let next = 8084;
  for (const name of [...services].sort()) {
    if (next === DEMO_ISSUER_PORT) next += 1;
    const known = /** @type {Record<string, number>} */ (SERVICE_PORTS)[name];
    ports.set(name, (known ?? next++) + OFFSET);
  }
  return ports;
};

/**
 * @param {number} port
 * @returns {Promise<boolean>} Whether a server can listen there on loopback now.
 */
export const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * @param {Iterable<readonly [string, number]>} wanted Who needs which port.
 * @throws {ExplainedError} For the first port that is taken.
 */
export const requireFreePorts = async (wanted) => {
  for (const [name, port] of wanted) {
    if (await isFree(port)) continue;
    const holder = holderOfPort(port);
    const by = holder === undefined ? 'another process' : `${holder.command} (pid ${holder.pid})`;
    throw new ExplainedError(
      `Port ${port}, which ${name} needs, is in use by ${by}: end that process, or set ` +
        'OUTCRY_PORT_OFFSET=100 (any number) to move all of Outcry to other ports.',
    );
  }
};

/** @returns {Promise<number>} A port that nothing listens on now. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(address !== null && typeof address === 'object' ? address.port : 0),
      );
    });
  });
