/** Idempotency keys, live rooms, processes and their answers. */
/** @typedef {import('../table.mjs').Mutant} Mutant */

/** @type {readonly Mutant[]} */
export const edges = [
  {
    name: 'keys/shared-between-callers',
    breaks: 'a key is scoped to its caller',
    file: 'libs/service/src/idempotency/idempotency-key.ts',
    from: 'parts.tenantId, parts.principalId, parts.method',
    to: 'parts.tenantId, parts.method',
    test: ['libs/service', 'idempotency-key.spec'],
  },
  {
    name: 'keys/accept-other-body',
    breaks: 'another body under the same key is refused',
    file: 'libs/service/src/idempotency/outcome-store.ts',
    from: 'return row.body_hash === bodyHash ? answerAgain(row) : REUSED;',
    to: 'return answerAgain(row);',
    test: ['libs/service', 'idempotency.int'],
  },
  {
    name: 'keys/store-nothing',
    breaks: 'the first answer is kept',
    file: 'libs/service/src/idempotency/outcome-store.ts',
    from: '  if (sorted.length === 0) return;',
    to: '  if (sorted.length >= 0) return;',
    test: ['libs/service', 'idempotency.int'],
  },
  {
    name: 'live/repeat-frames',
    breaks: 'frames tile: none comes twice',
    file: 'apps/notification/src/live/window.lua.ts',
    from: 'if seq <= last then return 0 end',
    to: '',
    test: ['apps/notification', 'live-window.int'],
  },
  {
    name: 'live/hide-jumps',
    breaks: 'a jump is marked as a reset',
    file: 'apps/notification/src/live/window.lua.ts',
    from: 'if fromSeq > last + 1 then',
    to: 'if fromSeq > last + 1000000 then',
    test: ['apps/notification', 'live-window.int'],
  },
  {
    name: 'process/die-of-an-ended-connection',
    breaks: 'an idle connection that the server ends ends no process',
    file: 'libs/service/src/database/database.ts',
    from: "pool.on('error', () => undefined);",
    to: '',
    test: ['libs/service', 'database.int', 'idle connections'],
  },
  {
    name: 'http/call-an-outage-a-defect',
    breaks: 'a server that is away is no defect',
    file: 'libs/service/src/http/response/problem.ts',
    from: 'if (isOperationalError(error) && error.retryable) {',
    to: 'if (false) {',
    test: ['libs/service', 'http/http-app.*component'],
  },
];
