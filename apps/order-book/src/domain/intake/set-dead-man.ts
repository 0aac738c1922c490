import { CODE, isWithin, LARGEST, LARGEST_ACCOUNT } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { reportRejected } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';
import { TIMER_KIND } from '../timer/timer.heap';

/** Sets, renews or disarms an account's dead-man timer (rule 6.10). */
export const setDeadMan = (exchange: Exchange, words: Float64Array, at: number): void => {
  const account = words[at + RECORD.account]!;
  const timeoutMs = words[at + RECORD.timeoutMs]!;
  if (!isWithin(account, 0, LARGEST_ACCOUNT)) {
    reportRejected(exchange, 0, 0, CODE.invalid_account);
    return;
  }
  if (!isWithin(timeoutMs, 0, LARGEST - exchange.reporter.time)) {
    reportRejected(exchange, 0, 0, CODE.invalid_timeout);
    return;
  }
  const old = exchange.deadMen.get(account);
  if (old !== undefined) exchange.timers.cancel(old);
  exchange.deadMen.delete(account);
  const dueAt = timeoutMs === 0 ? 0 : exchange.reporter.time + timeoutMs;
  if (dueAt !== 0) {
    exchange.deadMen.set(account, exchange.timers.set(TIMER_KIND.deadMan, account, dueAt));
  }
  const report = exchange.reporter.begin(KIND.dead_man_set, 0);
  exchange.reporter.buffer.words[report + WORD.account] = account;
  exchange.reporter.buffer.words[report + WORD.dueAt] = dueAt;
};
