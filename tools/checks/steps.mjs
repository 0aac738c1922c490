/** The compose file is ordered as one reads it: servers, migrations, services. */
const COMPOSE_RULES = [
  '--max-warnings=0',
  '--disable-rule=services-alphabetical-order',
  '--disable-rule=service-dependencies-alphabetical-order',
  '--disable-rule=service-keys-order',
  '--disable-rule=top-level-properties-order',
];

/**
 * Everything that `npm run check` looks at, the longest first.
 * @type {readonly import('./run-steps.mjs').CheckStep[]}
 */
export const CHECK_STEPS = [
  { name: 'types, lint, and each rule fires', command: ['node', 'tools/checks/code.mjs'] },
  { name: 'types of the tools', command: ['tsc', '--noEmit', '-p', 'tools/tsconfig.json'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'generated files are fresh', command: ['node', 'tools/generate.mjs', '--check'] },
  { name: 'sizes, copies and documents', command: ['node', 'tools/checks/tidy.mjs'] },
  { name: 'compose file', command: ['dclint', 'docker-compose.yml', ...COMPOSE_RULES] },
];
