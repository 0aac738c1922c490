/** The tests that need nothing; properties are left out, since each mutant would run hundreds of cases. */
const { mutantsConfig } = require('../../tools/mutants/jest-config.cjs');

module.exports = mutantsConfig(__dirname, 'src/**/*.spec.ts', [
  'src/message-span.spec.ts',
  'src/consumer/delivery/process-span.spec.ts',
  'src/relay/publish/send/send-span.spec.ts',
]);
