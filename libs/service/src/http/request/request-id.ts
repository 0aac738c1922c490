import { randomUUID } from 'node:crypto';

const ACCEPTABLE = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's X-Request-Id when it is harmless in a log and a header, else a new one. */
export const requestIdOf = (header: string | undefined): string =>
  header !== undefined && ACCEPTABLE.test(header) ? header : randomUUID();
