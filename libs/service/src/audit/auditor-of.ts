import {
  inboxInvariants,
  membershipInvariants,
  outboxInvariants,
  type Consumer,
} from '@outcry/messaging';
import type { Resources } from '../runtime/resources';
import type { ServiceParts } from '../runtime/service-definition';
import type { Logger } from '../telemetry/logger';
import type { ServiceMetrics } from '../telemetry/metrics';
import { createAuditor, type Auditor } from './auditor';
import { redisAnswers } from './chassis-invariants';

export type AuditedService = {
  readonly parts: Pick<ServiceParts, 'invariants' | 'consumers'>;
  readonly resources: Resources;
  readonly consumers: readonly Pick<Consumer, 'name' | 'health'>[];
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
};

/** A service's auditor: what its servers, its outbox and its consumers promise, then its own. */
export const auditorOf = (service: AuditedService): Auditor => {
  const { parts, resources, consumers, log, metrics } = service;
  const { auditDatabase, database, writes, redis, relay, clock } = resources;
  const invariants = [
    ...(database === undefined ? [] : [writes.invariant]),
    ...(redis === undefined ? [] : [redisAnswers(redis)]),
    ...(consumers.length === 0 ? [] : membershipInvariants(consumers)),
    ...(relay === undefined ? [] : outboxInvariants()),
    ...((parts.consumers ?? []).length === 0 ? [] : inboxInvariants()),
    ...(parts.invariants ?? []),
  ];
  return createAuditor({ invariants, database: auditDatabase, log, metrics, clock });
};
