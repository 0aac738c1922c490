import { createHmac } from 'node:crypto';
import pg from 'pg';
import { loadTypescript } from '../../typescript.mjs';

/**
 * One database and one role for each service, so that none can read another's tables even by
 * mistake.
 * @typedef {import('../../build/apps.mjs').App} App
 */

/** @param {string} service @returns {string} Name of its database, and of the role that owns it. */
const databaseOf = (service) => `outcry_${service.replaceAll('-', '_')}`;

/**
 * @param {string} superuserUrl
 * @param {string} service
 * @returns {string} The URL for the service's own role. Its password is OUTCRY_SERVICE_PASSWORD
 *   if that is set, else derived from the superuser's, so that it need not be kept.
 */
export const databaseUrl = (superuserUrl, service) => {
  const url = new URL(superuserUrl);
  const name = databaseOf(service);
  const derived = createHmac('sha256', url.password).update(name).digest('hex').slice(0, 32);
  url.password = process.env.OUTCRY_SERVICE_PASSWORD || derived;
  url.username = name;
  url.pathname = `/${name}`;
  return url.href;
};

/**
 * Makes what is missing; what is there keeps its data.
 * @param {string} superuserUrl
 * @param {readonly App[]} apps
 */
export const createDatabases = async (superuserUrl, apps) => {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const { name } of apps) await createDatabase(client, superuserUrl, name);
  } finally {
    await client.end();
  }
};

/** @param {pg.Client} client @param {string} superuserUrl @param {string} service */
const createDatabase = async (client, superuserUrl, service) => {
  const name = databaseOf(service);
  const identifier = client.escapeIdentifier(name);
  const password = client.escapeLiteral(new URL(databaseUrl(superuserUrl, service)).password);
  const role = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  const verb = role.rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${identifier} login password ${password}`);
  const database = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (database.rowCount !== 0) return;
  await client.query(`create database ${identifier} owner ${identifier}`);
  await client.query(`revoke connect on database ${identifier} from public`);
};

/**
 * @param {string} superuserUrl
 * @param {readonly App[]} apps
 * @returns {Promise<number>} How many migrations were applied.
 */
export const migrateDatabases = async (superuserUrl, apps) => {
  const { runMigrations } = await loadTypescript('libs/service/src/database/migrations.ts');
  let applied = 0;
  for (const { name, migrations } of apps) {
    applied += (await runMigrations(databaseUrl(superuserUrl, name), migrations)).length;
  }
  return applied;
};
