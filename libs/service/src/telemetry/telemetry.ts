import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { observeProcess } from './process-metrics';
import { propagationTracerProvider } from './propagation-tracer';

export type Telemetry = {
  /** Everything measured so far, in Prometheus' text format. */
  readonly metricsText: () => Promise<string>;
  /** Sends what is not sent yet; at most for the given time. */
  readonly stop: (withinMs: number) => Promise<void>;
};

/** Headers that carry the current trace to another process (W3C Trace Context and Baggage). */
export const traceHeaders = (): Record<string, string> => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
};

const startMetrics = (): { readonly text: () => Promise<string> } => {
  const reader = new PrometheusExporter({ preventServerStart: true });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  return {
    text: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
};

const within = (ms: number, work: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
};

/**
 * Sets the process' tracing and metrics up, before anything asks for a tracer or a meter. Without
 * an OTLP endpoint spans only carry ids; with one they are recorded and exported, and HTTP,
 * Express, PostgreSQL and Redis calls make spans of their own.
 */
export const startTelemetry = async (options: {
  readonly service: string;
  readonly otlpEndpoint?: string | undefined;
}): Promise<Telemetry> => {
  const { text } = startMetrics();
  observeProcess(metrics.getMeter('outcry'));
  if (options.otlpEndpoint === undefined) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(
      new CompositePropagator({
        propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
      }),
    );
    trace.setGlobalTracerProvider(propagationTracerProvider);
    return { metricsText: text, stop: async () => undefined };
  }
  // Loaded only here: the SDK is a good part of an idle service's memory.
  const { startTracing } = await import('./recorded-tracing.js');
  const tracing = startTracing({ service: options.service, endpoint: options.otlpEndpoint });
  return {
    metricsText: text,
    stop: async (withinMs) => {
      await within(withinMs, tracing.stop());
    },
  };
};
