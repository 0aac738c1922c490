import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createTestDatabase,
  eventually,
  startProcess,
  startTestIssuer,
  testServers,
} from '@outcry/testing';
import { copyCheckout, type CheckoutCopy } from './checkout-copy';
import { loadTool } from './load-tool';

const { parseName } = loadTool<{
  parseName(args: readonly string[]): Record<'kebab' | 'camel' | 'pascal' | 'words', string>;
}>('new-service/name.mjs');
const { freePort } = loadTool<{ freePort(): Promise<number> }>('stack/ports.mjs');

/** Compilers, linters and Jest start one after another, beside whatever else the machine does. */
const PATIENT_MS = 240_000;
jest.setTimeout(PATIENT_MS);

let copy: CheckoutCopy;
let made: { code: number; output: string };
let lockfileBefore: string;
beforeAll(async () => {
  copy = copyCheckout();
  lockfileBefore = read('package-lock.json');
  made = await copy.node('tools/new-service.mjs', 'parcels');
});
afterAll(() => copy.remove());

const read = (path: string): string => readFileSync(join(copy.root, path), 'utf8');
const tool = (name: string, ...args: string[]) => copy.node(join('node_modules', name), ...args);
const CLEAN = { code: 0, output: '' };

describe('npm run new:service', () => {
  it('says what it has made and what is left to do', () => {
    expect(made).toEqual({
      code: 0,
      output: expect.stringContaining('apps/parcels/jest.config.cjs'),
    });
    expect(made.output).toContain('apps/gateway/src/domain/routing.ts');
    expect(existsSync(join(copy.root, 'apps/gateway/src/domain/routing.ts'))).toBe(true);
  });

  it('only adds to the lockfile, so that `npm ci` installs what it did before', () => {
    const after = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> };
    const { 'apps/parcels': app, 'node_modules/@outcry/parcels': link, ...rest } = after.packages;
    expect(rest).toEqual((JSON.parse(lockfileBefore) as typeof after).packages);
    expect(app).toMatchObject({ name: '@outcry/parcels' });
    expect(link).toEqual({ resolved: 'apps/parcels', link: true });
    const kept = new Set(read('package-lock.json').split('\n'));
    expect(lockfileBefore.split('\n').filter((line) => !kept.has(line))).toEqual([]);
  });

  it('refuses to write over what is there', async () => {
    const { code, output } = await copy.node('tools/new-service.mjs', 'parcels');
    expect([code, output.trim()]).toEqual([
      1,
      'There is apps/parcels already: choose another name.',
    ]);
  });
});

describe('the name of a new service', () => {
  it('is spelled as each place needs it', () => {
    const spellings = { camel: 'giftCards', pascal: 'GiftCards', words: 'gift cards' };
    expect(parseName(['gift-cards'])).toEqual({ kebab: 'gift-cards', ...spellings });
  });

  it.each([
    [[], 'Give one name, as in `npm run new:service -- payments`.'],
    [['gift', 'cards'], 'Give one name, as in `npm run new:service -- payments`.'],
    [['GiftCards'], '"GiftCards" is no name for a service: use lower-case words parted by dashes'],
    [['gift--cards'], '"gift--cards" is no name for a service'],
    [['../ledger'], '"../ledger" is no name for a service'],
    [['x'.repeat(41)], 'The name is longer than 40 characters: use a shorter one.'],
    [['ledger'], 'There is apps/ledger already: choose another name.'],
    [['kernel'], 'There is libs/kernel already: choose another name.'],
    [['class'], '"class" means something else in the code: choose another name.'],
    [['wire'], '"wire" means something else in the code: choose another name.'],
  ])('cannot be %j', (args, sentence) => {
    expect(() => parseName(args)).toThrow(sentence);
  });
});

describe('the service that it makes', () => {
  it('has types', async () => {
    const compiled = await tool('typescript/bin/tsc', '--noEmit', '-p', 'apps/parcels');
    expect(compiled).toEqual(CLEAN);
  });

  it('passes lint, boundaries included', async () => {
    expect(await copy.node('tools/checks/project-graph.mjs')).toEqual(CLEAN);
    const folders = ['apps/parcels', 'libs/contracts/src'];
    expect(await tool('eslint/bin/eslint.js', '--max-warnings', '0', ...folders)).toEqual(CLEAN);
  });

  it('is formatted, and nothing generated is stale', async () => {
    const folders = ['apps/parcels', 'libs/contracts/src'];
    const formatted = await tool('prettier/bin/prettier.cjs', '--list-different', ...folders);
    expect(formatted).toEqual(CLEAN);
    expect((await copy.node('tools/generate.mjs', '--check')).output).toBe(
      'everything generated is fresh\n',
    );
  });

  it.each(['apps/parcels', 'libs/contracts'])('passes the tests of %s', async (project) => {
    const { code, output } = await tool('jest/bin/jest.js', '-c', `${project}/jest.config.cjs`);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Tests: ') });
  });

  it('starts as a bundle on a migrated database, and answers', async () => {
    expect((await copy.node('tools/bundle.mjs', 'parcels')).code).toBe(0);
    const migrationsDir = join(copy.root, 'apps/parcels/prisma/migrations');
    const database = await createTestDatabase({ name: 'new_service', migrationsDir });
    const issuer = await startTestIssuer();
    const port = await freePort();
    const service = startProcess(process.execPath, ['dist/apps/parcels/main.cjs'], {
      cwd: copy.root,
      env: {
        ...process.env,
        OUTCRY_HTTP_PORT: String(port),
        OUTCRY_DATABASE_URL: database.connectionString,
        OUTCRY_KAFKA_BROKERS: testServers().kafkaBrokers.join(','),
        OUTCRY_TOPIC_PREFIX: `${database.name.replaceAll('_', '-')}.`,
        OUTCRY_REDIS_URL: testServers().redisUrl,
        OUTCRY_JWKS_URL: issuer.jwksUrl,
        OUTCRY_TOKEN_ISSUER: issuer.issuer,
      },
    });
    try {
      const url = `http://127.0.0.1:${port}`;
      await eventually(async () => (await fetch(`${url}/health/ready`)).status === 200, {
        withinMs: 60_000,
        everyMs: 100,
      });
      const answer = await fetch(`${url}/v1/parcels`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await issuer.issueToken({ sub: 'ada' })}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ title: 'Vase', dueAt: '2100-01-01T00:00:00.000Z' }),
      });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({ title: 'Vase', registeredBy: 'ada' });
      service.signal('SIGTERM');
      expect(await service.exited).toBe(0);
    } catch (error) {
      throw new Error(`${String(error)}\n${service.output()}`);
    } finally {
      await service.kill();
      await issuer.close();
      await database.drop();
    }
  });
});
