import { parseRule, type Matcher, type Rule, type Selector } from './parse-rule';

export type Labels = Readonly<Record<string, string>>;

/** A sample a minute, on the minute; the time series begins long before the test looks. */
export type Series = {
  readonly name: string;
  readonly labels: Labels;
  readonly at: (minute: number) => number;
};

type Value = { readonly labels: Labels; readonly value: number };
type Moment = { readonly minute: number; readonly series: readonly Series[] };

const matches = (labels: Labels, { label, op, value }: Matcher): boolean => {
  const actual = labels[label] ?? '';
  if (op === '=') return actual === value;
  if (op === '!=') return actual !== value;
  return new RegExp(`^(?:${value})$`).test(actual) === (op === '=~');
};

const selected = ({ metric, matchers }: Selector, { series }: Moment): readonly Series[] =>
  series.filter(
    ({ name, labels }) => name === metric && matchers.every((one) => matches(labels, one)),
  );

/** Of a range: how much a counter rose (a reset counts from 0), or how often a value changed. */
const OVER_RANGE: Readonly<Record<string, (samples: readonly number[]) => number>> = {
  increase: (samples) =>
    samples.slice(1).reduce((sum, value, index) => {
      const before = samples[index] ?? 0;
      return sum + (value >= before ? value - before : value);
    }, 0),
  changes: (samples) => samples.slice(1).filter((value, index) => value !== samples[index]).length,
};

const overRange = (name: string, of: Rule | undefined, moment: Moment): readonly Value[] => {
  if (of?.kind !== 'selector' || of.rangeMinutes === null) throw new Error(`${name} needs a range`);
  const { rangeMinutes } = of;
  const compute = OVER_RANGE[name === 'rate' ? 'increase' : name];
  if (compute === undefined) throw new Error(`an unknown function ${name}`);
  const perSecond = name === 'rate' ? rangeMinutes * 60 : 1;
  return selected(of, moment).map(({ labels, at }) => {
    const minutes = Array.from({ length: rangeMinutes + 1 }, (_, i) => moment.minute - i);
    return { labels, value: compute(minutes.reverse().map(at)) / perSecond };
  });
};

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());

const only = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));

const FOLDS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
};

const aggregated = (name: string, by: readonly string[], values: readonly Value[]): Value[] =>
  [...Map.groupBy(values, ({ labels }) => keyOf(only(labels, by))).values()].map((group) => ({
    labels: only(group[0]?.labels ?? {}, by),
    value: FOLDS[name]?.(group.map(({ value }) => value)) ?? NaN,
  }));

/** The upper bound of the bucket in which the quantile lies: enough to compare with a limit. */
const quantile = (q: number, buckets: readonly Value[]): Value[] =>
  [...Map.groupBy(buckets, ({ labels: { le: _le, ...rest } }) => keyOf(rest)).values()].flatMap(
    (group) => {
      const bounds = group
        .map(({ labels: { le, ...labels }, value }) => ({ labels, le: Number(le), value }))
        .sort((a, b) => a.le - b.le);
      const total = bounds.at(-1)?.value ?? 0;
      const found = bounds.find(({ value }) => value >= q * total);
      return total > 0 && found ? [{ labels: found.labels, value: found.le }] : [];
    },
  );

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
};

/** A number is a vector without labels that meets every label set. */
const pairsOf = (left: readonly Value[], right: readonly Value[]): [Labels, number, number][] =>
  left.flatMap((a) =>
    right
      .filter((b) => isNumber(a) || isNumber(b) || keyOf(a.labels) === keyOf(b.labels))
      .map((b): [Labels, number, number] => [isNumber(a) ? b.labels : a.labels, a.value, b.value]),
  );

const isNumber = ({ labels }: Value): boolean => Object.keys(labels).length === 0;

const evaluate = (rule: Rule, moment: Moment): readonly Value[] => {
  switch (rule.kind) {
    case 'number':
      return [{ labels: {}, value: rule.value }];
    case 'selector':
      return selected(rule, moment).map(({ labels, at }) => ({ labels, value: at(moment.minute) }));
    case 'aggregate':
      return aggregated(rule.name, rule.by, evaluate(rule.of, moment));
    case 'call': {
      const [first, second] = rule.args;
      if (rule.name === 'time') return [{ labels: {}, value: moment.minute * 60 }];
      if (rule.name !== 'histogram_quantile') return overRange(rule.name, first, moment);
      const q = first?.kind === 'number' ? first.value : NaN;
      return quantile(q, second ? evaluate(second, moment) : []);
    }
    case 'binary': {
      const pairs = pairsOf(evaluate(rule.left, moment), evaluate(rule.right, moment));
      const compare = COMPARISONS[rule.op];
      return compare
        ? pairs.filter(([, a, b]) => compare(a, b)).map(([labels, value]) => ({ labels, value }))
        : pairs.map(([labels, a, b]) => ({ labels, value: ARITHMETIC[rule.op]?.(a, b) ?? NaN }));
    }
  }
};

/** Whether the rule holds at this minute, for some label set, and has for so many before. */
export const fires = (
  text: string,
  forMinutes: number,
  series: readonly Series[],
  minute: number,
): boolean => {
  const rule = parseRule(text);
  const held = Array.from({ length: forMinutes + 1 }, (_, before) =>
    evaluate(rule, { minute: minute - before, series }).map(({ labels }) => keyOf(labels)),
  );
  return (held[0] ?? []).some((key) => held.every((keys) => keys.includes(key)));
};
