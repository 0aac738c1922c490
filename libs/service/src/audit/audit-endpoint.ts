import type { Express, Request, Response } from 'express';
import { sendAnswer } from '../http/response/respond';
import type { Auditor } from './auditor';

/** A fresh look is made at most this often, whoever asks. */
const FRESH_MS = 1_000;

/**
 * `GET /health/audit`: every invariant as last found, always 200: a violation is for people and
 * alerts, it never takes a service out of traffic. `?fresh` looks first.
 */
export const mountAudit = (app: Express, auditor: Auditor): void => {
  let lookedAtMs = -Infinity;
  app.get('/health/audit', async (request: Request, response: Response) => {
    response.locals['route'] = '/health/audit';
    if ('fresh' in request.query && performance.now() - lookedAtMs > FRESH_MS) {
      await auditor.look();
      lookedAtMs = performance.now();
    }
    const { ok, invariants } = auditor.report();
    const body = JSON.stringify({ status: ok ? 'ok' : 'violated', invariants });
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    sendAnswer(request, response, { status: 200, headers, body });
  });
};
