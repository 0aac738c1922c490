export { deciderSpec, type DeciderWhen } from './decider/decider-spec';
export { eventually } from './eventually';
export { tcpProxy, type LinkFault, type TcpProxy } from './faults/tcp-proxy';
export { openSse, type ReceivedEvent, type SseClient } from './http/sse-client';
export { startSpanCollector, type CollectedSpan, type SpanCollector } from './http/span-collector';
export { startTestIssuer, type TestIssuer, type TestTokenClaims } from './http/test-issuer';
export { describeSchema } from './postgres/schema-conformance';
export { createTestDatabase, databaseUrl, type TestDatabase } from './postgres/test-database';
export { startProcess, type TestProcess } from './processes/start-process';
export { bundleTypescript } from './processes/bundle-typescript';
export { startTypescript } from './processes/start-typescript';
export { testServers, type TestServers } from './servers';
export { describeTransport } from './transport-conformance';
export type { TransportHarness } from './transport-harness';
// Specs of the messaging library reach a database through here, not through the service library.
export { createDatabase, type ServiceDatabase } from '@outcry/service';
