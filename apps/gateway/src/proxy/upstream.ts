import { Agent } from 'node:http';
import { isOperationalError } from '@outcry/kernel';
import { breaker } from '@outcry/service';
import type { UpstreamName } from '../domain/routing';
import { callUpstream, type UpstreamAnswer, type UpstreamRequest } from './upstream-call';
import { UpstreamFailure } from './upstream-failure';

export type UpstreamLimits = {
  /** Until an answer begins, and between its bytes. */
  readonly timeoutMs: number;
  /** Calls at once that wait for an answer; more are refused. */
  readonly maxConcurrent: number;
  /** How long an open breaker refuses before it lets one call try. */
  readonly breakerResetMs: number;
};

/** A service behind the edge, with its timeout, bulkhead and breaker. */
export type Upstream = {
  readonly name: UpstreamName;
  readonly baseUrl: URL;
  /**
   * An answer of whatever status; 5xx counts against the service's breaker, 4xx does not.
   *
   * @throws UpstreamFailure
   */
  readonly call: (request: UpstreamRequest) => Promise<UpstreamAnswer>;
  readonly close: () => void;
};

const VOLUME_THRESHOLD = 20;

const translated = (error: unknown): unknown => {
  if (!isOperationalError(error)) return error;
  if (error.code === 'breaker_open') return new UpstreamFailure('held_back', error);
  if (error.code === 'bulkhead_full') return new UpstreamFailure('full', error);
  return error.code === 'timed_out' ? new UpstreamFailure('timed_out', error) : error;
};

export const createUpstream = (
  name: UpstreamName,
  baseUrl: string,
  limits: UpstreamLimits,
): Upstream => {
  const url = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo', maxFreeSockets: 64 });
  const endpoint = { baseUrl: url, agent, timeoutMs: limits.timeoutMs };
  const guarded = breaker(
    `upstream-${name}`,
    (_signal: AbortSignal, request: UpstreamRequest) => callUpstream(endpoint, request),
    {
      // The call keeps its own time and knows whether it was sent; this ends a dripping answer.
      timeoutMs: limits.timeoutMs * 2,
      capacity: limits.maxConcurrent,
      resetMs: limits.breakerResetMs,
      volumeThreshold: VOLUME_THRESHOLD,
      isFailure: ({ status }) => status >= 500,
    },
  );
  return {
    name,
    baseUrl: url,
    call: async (request) => {
      try {
        return await guarded.call(request);
      } catch (error) {
        throw translated(error);
      }
    },
    close: () => {
      guarded.stop();
      agent.destroy();
    },
  };
};
