/** The tests that need nothing; properties are left out, since each mutant would run hundreds of cases. */
const { mutantsConfig } = require('../../tools/mutants/jest-config.cjs');

module.exports = mutantsConfig(__dirname, 'src/{domain,publishing}/**/*.spec.ts');
