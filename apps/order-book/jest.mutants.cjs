/** Scenarios and the domain’s own specs; properties and the duel are left out, being hundreds of cases. */
const { mutantsConfig } = require('../../tools/mutants/jest-config.cjs');

module.exports = mutantsConfig(
  __dirname,
  '{src/domain/**/*,test/scenarios/*,test/market-data/{late-reader,views}}.spec.ts',
);
