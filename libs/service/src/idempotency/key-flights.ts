import { IN_FLIGHT } from '../http/response/problem';
import { isStorable, REUSED, type Answer, type KeyedRequest } from './outcome-store';

const JOIN_WAIT_MS = 2_000;

type Flight = { readonly bodyHash: string; readonly answer: Promise<Answer> };

/**
 * Requests in progress in this process, by key: a repeat joins the first instead of competing with
 * it, so equal keys never meet in one batch.
 */
export type KeyFlights = {
  /**
   * Runs `first`, or waits for the run of the same key that is under way: at most two seconds,
   * then 409. A repeat with another body is refused at once.
   */
  readonly join: (request: KeyedRequest, first: () => Promise<Answer>) => Promise<Answer>;
};

const replayed = (answer: Answer): Answer =>
  'rejection' in answer || !isStorable(answer.status)
    ? answer
    : { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } };

const withinMs = async (waitMs: number, answer: Promise<Answer>): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ rejection: IN_FLIGHT }), waitMs);
  });
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    clearTimeout(timer);
  }
};

export const createKeyFlights = (waitMs: number = JOIN_WAIT_MS): KeyFlights => {
  const flights = new Map<string, Flight>();
  return {
    join: async (request, first) => {
      const id = `${request.scope} ${request.key}`;
      const running = flights.get(id);
      if (running !== undefined) {
        if (running.bodyHash !== request.bodyHash) return REUSED;
        return replayed(await withinMs(waitMs, running.answer));
      }
      const answer = first().finally(() => flights.delete(id));
      flights.set(id, { bodyHash: request.bodyHash, answer });
      return answer;
    },
  };
};
