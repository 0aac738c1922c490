import { REJECTION_CODES } from '../../src/domain/report/rejection.registry';
import { CANCEL_REASONS, type Report, STATE_REASONS } from '../../src/domain/report/report';
import { KIND } from '../../src/domain/report/report.layout';

/** Report kinds, and each code and reason as `kind code`. */
export type Outcomes = Set<string>;

/** Every outcome there is; sessions must reach them all. */
export const ALL_OUTCOMES: readonly string[] = [
  ...Object.keys(KIND),
  ...REJECTION_CODES.map((code) => `rejected ${code}`),
  ...CANCEL_REASONS.map((reason) => `cancelled ${reason}`),
  ...STATE_REASONS.map((reason) => `state_changed ${reason}`),
];

export function noteOutcome(reached: Outcomes, report: Report): void {
  reached.add(report.kind);
  if (report.kind === 'rejected') reached.add(`rejected ${report.code}`);
  if (report.kind === 'cancelled' || report.kind === 'state_changed')
    reached.add(`${report.kind} ${report.reason}`);
}

export const unreached = (reached: Outcomes) =>
  ALL_OUTCOMES.filter((outcome) => !reached.has(outcome));
