import type { Result } from '@outcry/kernel';
import type { Answer, HttpResult } from '@outcry/service';

/** Maps what a command gave to an answer; a refusal stays one. */
export const answerOf = <T>(result: Result<T>, shown: (value: T) => HttpResult): Answer =>
  result.ok ? shown(result.value) : { rejection: result.rejection };
