import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);

/** As root on Debian the distribution's package is installed. */
const installed = (): string | undefined => {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return undefined;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { env: environment, stdio: 'ignore' });
  execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
    env: environment,
    stdio: 'ignore',
  });
  return onPath();
};

const findBrowser = (): string => {
  const given = process.env['CHROME_PATH'];
  const found = given ?? onPath() ?? installed();
  if (found && isExecutable(found)) return found;
  throw new Error(
    'The page is tested in a real browser: install Chromium or Chrome, or name one in CHROME_PATH.',
  );
};

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A fresh profile; every request that leaves this machine is refused and fails the test. */
export const openBrowser = async (
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ context: BrowserContext; foreign: string[] }> => {
  const context = await chromium.launchPersistentContext(
    mkdtempSync(join(tmpdir(), 'outcry-page-')),
    {
      executablePath: findBrowser(),
      headless: true,
      args: FLAGS,
      viewport,
      colorScheme,
    },
  );
  const foreign: string[] = [];
  await context.route('**/*', async (route) => {
    const { hostname } = new URL(route.request().url());
    if (hostname === '127.0.0.1') return route.continue();
    foreign.push(route.request().url());
    return route.abort();
  });
  return { context, foreign };
};
