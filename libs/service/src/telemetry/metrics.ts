import { metrics, type Counter, type Gauge, type Histogram, type Meter } from '@opentelemetry/api';
import type { MessagingMetrics } from '@outcry/messaging';
import { helpOf } from './catalogue/metric-catalogue';

/** Bounds in seconds, from a millisecond to ten seconds. */
export const SECONDS_BUCKETS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

const SIZE_BUCKETS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/**
 * Metrics by name, as the catalogue has them: counters, histograms and gauges come into being when
 * first used, and names carry their unit (`_total`, `_seconds`, `_bytes`).
 */
export type ServiceMetrics = MessagingMetrics;

const remembered = <T>(make: (name: string) => T): ((name: string) => T) => {
  const known = new Map<string, T>();
  return (name) => {
    const found = known.get(name) ?? make(name);
    known.set(name, found);
    return found;
  };
};

/** {@link ServiceMetrics} over the process' meter; without telemetry they go nowhere. */
export const serviceMetrics = (meter: Meter = metrics.getMeter('outcry')): ServiceMetrics => {
  const counter = remembered<Counter>((name) =>
    meter.createCounter(name.replace(/_total$/, ''), { description: helpOf(name) }),
  );
  const gauge = remembered<Gauge>((name) => meter.createGauge(name, { description: helpOf(name) }));
  const histogram = remembered<Histogram>((name) => {
    const explicitBucketBoundaries = name.endsWith('_seconds') ? SECONDS_BUCKETS : SIZE_BUCKETS;
    const advice = { explicitBucketBoundaries };
    return meter.createHistogram(name, { description: helpOf(name), advice });
  });
  return {
    count: (name, labels, by = 1) => counter(name).add(by, labels),
    record: (name, value, labels) => histogram(name).record(value, labels),
    gauge: (name, value, labels) => gauge(name).record(value, labels),
  };
};
