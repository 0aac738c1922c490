import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createTestDatabase, testServers, type TestDatabase } from '@outcry/testing';
import { ROOT } from './load-tool';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** `npm start` is `start`, `npm run held -- ls` is `held`. */
const scriptOf = (command: string): string =>
  command.replace(/^npm (run )?/, '').split(' ')[0] ?? '';

/** Every command that the README tells to type, in its code blocks, its table and its text. */
const named = [...README.matchAll(/(?<=`|^ {4})npm [a-z][^`\n]*?(?=`| {2,}#|$)/gm)].map(([it]) =>
  it.trim(),
);
const scriptsNamed = [...new Set(named.map(scriptOf))].sort();

/** They start or test the whole: the journeys and the gate themselves run them. */
const RUN_ELSEWHERE = ['start', 'test', 'check'];

type Case = { args: readonly string[]; code: number; says: string | RegExp };
const sentence = (says: string | RegExp, ...args: string[]): Case => ({ args, code: 1, says });

const UNKNOWN_AUCTION = randomUUID();

/** Each other command with arguments that do no harm, its exit code and what it says. */
const CASES: Readonly<Record<string, Case>> = {
  status: sentence('Outcry is not running here: `npm start` starts it.'),
  doctor: sentence('Outcry is not running here: `npm start` starts it'),
  stop: { args: [], code: 0, says: 'Outcry was not running.' },
  logs: sentence('Name a log, as in `npm run logs -- bidding`.', 'bidding'),
  generate: { args: ['--check'], code: 0, says: 'everything generated is fresh' },
  demo: { args: ['--bids', 'missing.csv'], code: 2, says: 'demo: There is no file missing.csv.' },
  conformance: sentence('Give the folder of the data sets'),
  'verify:auction': sentence(`Tenant default has no auction ${UNKNOWN_AUCTION}.`, UNKNOWN_AUCTION),
  match: { args: [], code: 2, says: 'Usage: npm run match' },
  fuzz: { args: ['--commands', '1', '--seed', '1'], code: 0, says: /commands alike/ },
  nemesis: sentence('Usage: npm run nemesis', '--nothing'),
  mutants: { args: ['--list'], code: 0, says: /, by / },
  'test:brokers': sentence('"latest" is no version of Kafka', 'latest'),
  bench: { args: ['--fast'], code: 2, says: 'npm run bench -- [--only' },
  held: { args: ['ls', '--service', 'bidding'], code: 0, says: /held/ },
  outbox: { args: ['ls', '--service', 'bidding'], code: 0, says: /parked/ },
  'new:service': sentence('"Bad_Name" is no name for a service', 'Bad_Name'),
};

let directory: string;
let database: TestDatabase;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'outcry-readme-test-'));
  const migrationsDir = join(ROOT, 'apps/bidding/prisma/migrations');
  database = await createTestDatabase({ name: 'readme', migrationsDir });
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

/** As npm runs a script: by the shell, in the root, with the tools of the workspace in the path. */
const run = async (script: string, args: readonly string[]) => {
  const child = spawn(`${scripts[script] ?? 'exit 127'} ${args.join(' ')}`, {
    cwd: ROOT,
    shell: true,
    env: {
      ...process.env,
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      OUTCRY_DIR: directory,
      OUTCRY_BIDDING_DATABASE_URL: database.connectionString,
      OUTCRY_POSTGRES_URL: testServers().postgresUrl,
      OUTCRY_KAFKA_BROKERS: testServers().kafkaBrokers.join(','),
      OUTCRY_REDIS_URL: testServers().redisUrl,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

describe.each(['ARCHITECTURE.md', 'docs/interleavings.md'])('the specs that %s names', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const specs = [...new Set([...text.matchAll(/`([a-z.-]+\.spec\.ts)`/g)].map(([, name]) => name))];
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }),
  );
  const known = new Set(files.map((file) => basename(file)));

  it('are found in it', () => {
    expect(specs.length).toBeGreaterThan(10);
  });

  it.each(specs)('%s exists', (spec) => {
    expect(known).toContain(spec);
  });
});

describe('the commands of the README', () => {
  it('are found in it', () => {
    expect(named).toContain('npm start');
    expect(named).toContain('npm start -- --fresh');
    expect(named).toContain('npm run held -- ls --service NAME');
    expect(scriptsNamed.length).toBeGreaterThan(10);
  });

  it('each have a case here', () => {
    expect(Object.keys(CASES).concat(RUN_ELSEWHERE).sort()).toEqual(scriptsNamed);
  });

  it.each(scriptsNamed)('%s is a script', (script) => {
    expect(Object.keys(scripts)).toContain(script);
  });

  it.each(Object.entries(CASES))('%s runs and says what it should', async (script, expected) => {
    const { code, output } = await run(script, expected.args);
    expect({ code, output }).toEqual({
      code: expected.code,
      output:
        typeof expected.says === 'string'
          ? expect.stringContaining(expected.says)
          : expect.stringMatching(expected.says),
    });
    expect(output).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
  });
});
