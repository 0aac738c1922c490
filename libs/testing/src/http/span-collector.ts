import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type CollectedSpan = {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
};

type Resource = { readonly attributes: { key: string; value: { stringValue?: string } }[] };
type Export = {
  readonly resourceSpans: {
    readonly resource: Resource;
    readonly scopeSpans: { readonly spans: { name: string; traceId: string }[] }[];
  }[];
};

const spansOf = (body: string): CollectedSpan[] =>
  (JSON.parse(body) as Export).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const named = resource.attributes.find(({ key }) => key === 'service.name');
    const service = named?.value.stringValue ?? '';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, traceId }) => ({ service, name, traceId })),
    );
  });

/** What OpenTelemetry exporters send spans to: OTLP over HTTP, as JSON. */
export type SpanCollector = {
  readonly url: string;
  /** Everything that has come so far. */
  readonly spans: readonly CollectedSpan[];
  readonly close: () => void;
};

export const startSpanCollector = async (): Promise<SpanCollector> => {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      spans.push(...spansOf(body));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
