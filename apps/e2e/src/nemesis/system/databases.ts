import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations } from '@outcry/service';
import { DatabaseError, Pool } from 'pg';
import type { Platform } from '../platform';
import { SMALL_TABLESPACE, type Servers } from './servers';

/** The checker's own way into a service's database; waits while the server is away. */
export type Reader = {
  readonly query: <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
};
export type ServiceName = 'bidding' | 'ledger' | 'notification';
export const OWNERS: readonly ServiceName[] = ['bidding', 'ledger', 'notification'];

export type Databases = {
  readonly urlOf: (service: ServiceName) => URL;
  readonly nameOf: (service: ServiceName) => string;
  readonly of: (service: ServiceName) => Reader;
  /** Drops them, or leaves them to be looked at. */
  readonly close: (then: 'drop' | 'keep') => Promise<void>;
};

const READ_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** The connection broke, or the server (class 57) ends or begins. */
const isAway = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || (error.code ?? '').startsWith('57');

const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const end = Date.now() + READ_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error) || Date.now() > end) throw error;
    }
  }
};

const onPool = async <T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> => {
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};

/** Databases of one seed, migrated. */
export const createDatabases = async (
  platform: Platform,
  { postgresUrl: serverUrl, tableDisk }: Pick<Servers, 'postgresUrl' | 'tableDisk'>,
  name: string,
): Promise<Databases> => {
  const nameOf = (service: ServiceName): string => `${name}_${service}`;
  const urlOf = (service: ServiceName): URL => {
    const url = new URL(serverUrl);
    url.pathname = `/${nameOf(service)}`;
    return url;
  };
  await onPool(serverUrl, async (pool) => {
    const place = tableDisk === undefined ? '' : ` TABLESPACE ${SMALL_TABLESPACE}`;
    for (const service of OWNERS) await pool.query(`CREATE DATABASE ${nameOf(service)}${place}`);
  });
  for (const service of OWNERS) {
    const { migrations } = platform.apps.find((app) => app.name === service) ?? {};
    if (migrations === undefined) throw new Error(`${service} has no migrations`);
    await runMigrations(urlOf(service).href, migrations);
  }
  const pools = new Map<ServiceName, Pool>();
  for (const service of OWNERS) {
    const pool = new Pool({
      connectionString: urlOf(service).href,
      max: 2,
      connectionTimeoutMillis: READ_WITHIN_MS,
    });
    pool.on('error', () => undefined);
    pools.set(service, pool);
  }
  return {
    urlOf,
    nameOf,
    of: (service) => ({
      query: async <Row>(text: string, values: readonly unknown[] = []) => {
        const result = await patiently(async () => pools.get(service)?.query(text, [...values]));
        return (result?.rows ?? []) as Row[];
      },
    }),
    close: async (then) => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      if (then === 'keep') return;
      await onPool(serverUrl, async (pool) => {
        for (const service of OWNERS)
          await pool.query(`DROP DATABASE IF EXISTS ${nameOf(service)} WITH (FORCE)`);
      });
    },
  };
};
