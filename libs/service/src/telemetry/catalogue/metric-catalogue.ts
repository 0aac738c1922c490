import { CONSUMER_METRICS } from './consumer.metrics';
import type { Metric } from './metric';
import { OUTBOX_METRICS } from './outbox.metrics';
import { SERVICE_METRICS } from './service.metrics';

/** Every metric that a service of Outcry exposes, by what tells it. */
export const metricCatalogue: Readonly<
  Record<'service' | 'outbox' | 'consumer', readonly Metric[]>
> = { service: SERVICE_METRICS, outbox: OUTBOX_METRICS, consumer: CONSUMER_METRICS };

const HELP: ReadonlyMap<string, string> = new Map(
  Object.values(metricCatalogue).flatMap((metrics) =>
    metrics.map(({ name, help }) => [name, help] as const),
  ),
);

/** Its line in /metrics; a spec keeps code and catalogue equal. */
export const helpOf = (name: string): string => HELP.get(name) ?? '';
