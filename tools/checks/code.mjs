/** Types, lint and the probes of the lint rules, over one program of the whole workspace. */
import { createLinter } from './linter.mjs';
import { probeRules } from './probes.mjs';
import { describe, typeErrors, workspaceProgram } from './workspace-program.mjs';

const out = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

const program = workspaceProgram();
const errors = typeErrors(program);
if (errors.length > 0) out(describe(errors));

const linter = createLinter(program);
const results = await linter.lintFiles(['apps', 'libs']);
const findings = results.reduce(
  (sum, { errorCount, warningCount }) => sum + errorCount + warningCount,
  0,
);
if (findings > 0) out(await (await linter.loadFormatter('stylish')).format(results));

const { probes, silent } = await probeRules(program);
for (const line of silent) out(`silent: ${line}`);

out(
  `${errors.length} type errors, ${findings} findings of lint, ${probes - silent.length} of ${probes} rules fire`,
);
process.exit(errors.length + findings + silent.length === 0 ? 0 : 1);
