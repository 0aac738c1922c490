/** The published AsyncAPI document is valid by the specification's own parser. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const { Parser } = createRequire(import.meta.url)('@asyncapi/parser');
const ERROR = 0;
const { document, diagnostics } = await new Parser().parse(
  readFileSync('docs/events/asyncapi.json', 'utf8'),
);
const errors = diagnostics.filter(({ severity }) => severity === ERROR);
for (const { path, message } of errors) process.stderr.write(`${path.join('/')}: ${message}\n`);
const channels = document?.channels().all().length ?? 0;
process.stdout.write(`${channels} channels, ${errors.length} errors\n`);
process.exit(errors.length === 0 && channels > 0 ? 0 : 1);
