/** `node tools/bundle.mjs [<app> …]`: bundles these deployables, or all, into dist/apps. */
import { deployables } from './build/apps.mjs';
import { bundle } from './build/bundle.mjs';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';

await runMain(async () => {
  const named = process.argv.slice(2);
  const apps = deployables().filter(({ name }) => named.length === 0 || named.includes(name));
  const unknown = named.filter((name) => !apps.some((app) => app.name === name));
  if (unknown.length > 0) throw new ExplainedError(`No such deployable: ${unknown.join(', ')}.`);
  for (const app of apps) {
    const made = await bundle(`${app.root}/src/main.ts`, app.bundle);
    process.stdout.write(`${app.bundle}: ${made ? 'bundled' : 'unchanged'}\n`);
  }
});
