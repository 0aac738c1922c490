/**
 * `npm run doctor`: asks every part of the running stack what is wrong, since when, and says which
 * runbook applies. With `--urls URL[,URL…]` it asks the services there instead, in any installation.
 * Exit code 0 only when all is well.
 */
import { OUTCRY_DIR } from '../bootstrap/checkout.mjs';
import { ExplainedError, runMain } from '../bootstrap/explained-error.mjs';
import { askService } from '../doctor/ask-service.mjs';
import { examineStack } from '../doctor/examine-stack.mjs';
import { together } from '../doctor/finding.mjs';
import { reportOf } from '../doctor/report.mjs';
import { runningStack } from '../stack/state.mjs';

const USAGE = 'usage: npm run doctor [-- --urls http://host:port,http://host:port]';

/** @param {readonly string[]} args @returns {string[] | undefined} */
const urlsOf = (args) => {
  if (args.length === 0) return undefined;
  const urls = (args[0] === '--urls' && args.length === 2 ? args[1] : '')?.split(',') ?? [];
  if (urls.some((url) => !/^http:\/\/[^/\s]+$/.test(url))) throw new ExplainedError(USAGE);
  return urls;
};

const examineLocalStack = async () => {
  const state = runningStack();
  if (state === undefined) {
    throw new ExplainedError(
      'Outcry is not running here: `npm start` starts it, and `--urls` names services elsewhere.',
    );
  }
  if (state.phase !== 'serving') {
    throw new ExplainedError(
      `Outcry is ${state.phase}: ask again once \`npm run status\` says serving.`,
    );
  }
  return examineStack(state, OUTCRY_DIR);
};

await runMain(async () => {
  const urls = urlsOf(process.argv.slice(2));
  const examination =
    urls === undefined
      ? await examineLocalStack()
      : together(await Promise.all(urls.map((url) => askService(new URL(url).host, url))));
  process.stdout.write(reportOf(examination, Date.now()));
  return examination.findings.length === 0 ? 0 : 1;
});
