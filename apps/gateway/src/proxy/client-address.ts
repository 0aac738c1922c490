import type { Request } from 'express';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Where the request came from: behind trusted proxies, as those say. */
export const clientAddress = (request: Request): string => request.ip ?? 'unknown';

/** A client of this very machine, not one that a proxy on it speaks for. */
export const isLoopbackClient = (request: Request): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '') &&
  request.get('x-forwarded-for') === undefined &&
  request.get('forwarded') === undefined;
