import type { RejectionRegistry } from '@outcry/contracts';
import { isOperationalError } from '@outcry/kernel';
import type { Database, Sql } from '@outcry/messaging';
import type { EndpointRequest } from '../http/endpoint';
import { IN_FLIGHT, mergeRegistries } from '../http/response/problem';
import { renderAnswer, type RenderedAnswer } from '../http/response/respond';
import { createKeyFlights, type KeyFlights } from './key-flights';
import {
  claimFirst,
  completeClaim,
  isStorable,
  keyedRequestOf,
  type Answer,
} from './outcome-store';

export type Idempotency = {
  /**
   * Runs `work` once per idempotency key, in one transaction with the claim of the key and the
   * stored outcome; a repeat gets the first answer byte for byte. For operations that lock nothing
   * before they decide; those that decide in batches use the pieces of `outcome-store`.
   */
  readonly run: (request: EndpointRequest, work: (sql: Sql) => Promise<Answer>) => Promise<Answer>;
  /** How an answer looks in bytes, for those who store outcomes themselves. */
  readonly render: (answer: Answer, requestId: string) => RenderedAnswer;
  /** Joins equal keys of this process, for those who batch. */
  readonly flights: KeyFlights;
};

/** Leaves the transaction, and with it the claim, with an answer that is not to be stored. */
class Unstored extends Error {
  readonly answer: RenderedAnswer;
  constructor(answer: RenderedAnswer) {
    super('the answer is not stored');
    this.answer = answer;
  }
}

const asResult = ({ status, headers, body }: RenderedAnswer): Answer => ({
  status,
  headers,
  rawBody: body,
});

export const createIdempotency = (options: {
  readonly database: Database;
  readonly rejections: readonly RejectionRegistry[];
}): Idempotency => {
  const registry = mergeRegistries(options.rejections);
  const flights = createKeyFlights();

  const render = (answer: Answer, requestId: string): RenderedAnswer =>
    renderAnswer(answer, registry, requestId);

  const decide = (request: EndpointRequest, work: (sql: Sql) => Promise<Answer>) =>
    options.database.transact(async (sql): Promise<Answer> => {
      const keyed = keyedRequestOf(request);
      const earlier = await claimFirst(sql, keyed);
      if (earlier !== null) return earlier;
      const answer = render(await work(sql), request.requestId);
      if (!isStorable(answer.status)) throw new Unstored(answer);
      await completeClaim(sql, { request: keyed, answer });
      return asResult(answer);
    });

  return {
    render,
    flights,
    run: (request, work) =>
      flights.join(keyedRequestOf(request), async () => {
        try {
          return await decide(request, work);
        } catch (error) {
          if (error instanceof Unstored) return asResult(error.answer);
          if (isOperationalError(error) && error.code === IN_FLIGHT.code) {
            return { rejection: IN_FLIGHT };
          }
          throw error;
        }
      }),
  };
};
