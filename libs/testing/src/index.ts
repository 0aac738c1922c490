export { eventually } from './eventually';
export { createTestDatabase, databaseUrl, type TestDatabase } from './postgres/test-database';
export { testServers, type TestServers } from './servers';
