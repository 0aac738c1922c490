/**
 * All test files of a Jest configuration as one, so that what they load is loaded once per mutant:
 * it halves the time. Jest's `globals.specFiles` has their absolute paths.
 */
/** @type {{ specFiles: readonly string[] }} */
const { specFiles } = /** @type {any} */ (globalThis);
for (const file of specFiles) require(file);
