/**
 * A metric that an operator may rely on: its name and labels are never changed, only added to. A
 * counter's name ends with `_total`; other names end with their unit where they have one.
 */
export type Metric = {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  /** What one is: seconds, bytes, rows, calls. */
  readonly unit: string;
  readonly help: string;
};

type Rest = readonly [name: string, labels: readonly string[], unit: string, help: string];

const metricOf =
  (type: Metric['type']) =>
  (...[name, labels, unit, help]: Rest): Metric => ({ name, type, labels, unit, help });

export const counter = metricOf('counter');
export const gauge = metricOf('gauge');
export const histogram = metricOf('histogram');
