import { get } from 'node:http';
import { createConnection } from 'node:net';

const TIMEOUT_MS = 2_000;

/**
 * @param {number} port On loopback.
 * @returns {Promise<boolean>} Whether the service there says that it is ready. Not by `fetch`, which
 *   refuses some ports that belonged to other protocols, such as 10080.
 */
export const isReady = (port) =>
  new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: '/health/ready', timeout: TIMEOUT_MS };
    const request = get(options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
    request.once('close', () => resolve(false));
  });

/** @param {number} port On loopback. @returns {Promise<boolean>} Whether anything listens there. */
export const accepts = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: TIMEOUT_MS });
    const over = (/** @type {boolean} */ result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => over(true));
    socket.once('timeout', () => over(false));
    socket.once('error', () => over(false));
  });
