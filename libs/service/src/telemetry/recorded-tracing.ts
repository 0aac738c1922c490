import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { createRequire } from 'node:module';
import { isTraced } from './request-span';

/**
 * Records and exports spans over OTLP/HTTP. kafkajs is not instrumented here: messaging makes its
 * own spans, linked as the messaging conventions want.
 */
export const startTracing = (options: {
  readonly service: string;
  readonly endpoint: string;
}): { readonly stop: () => Promise<void> } => {
  const sdk = new NodeSDK({
    serviceName: options.service,
    traceExporter: new OTLPTraceExporter({
      url: `${options.endpoint.replace(/\/$/, '')}/v1/traces`,
    }),
    metricReaders: [],
    autoDetectResources: false,
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url }) => !isTraced(url),
        requireParentforOutgoingSpans: true,
      }),
      new ExpressInstrumentation(),
      new PgInstrumentation({ requireParentSpan: true }),
      new IORedisInstrumentation({ requireParentSpan: true }),
    ],
  });
  sdk.start();
  // The services' modules are loaded already; asking for them once more lets the instrumentations
  // wrap their prototypes in place.
  const load = createRequire(__filename);
  for (const name of ['http', 'express', 'pg', 'ioredis']) load(name);
  return { stop: () => sdk.shutdown() };
};
