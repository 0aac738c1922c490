/** The servers that tests of a higher level run against, as the test stack names them. */
export type TestServers = {
  /** A superuser's URL of a cluster whose databases are named by the tests. */
  readonly postgresUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly redisUrl: string;
};

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: this test needs the servers that \`npm test\` starts`);
  }
  return value;
};

/** Each server is looked up only when asked for, so a test fails for what it really lacks. */
export const testServers = (): TestServers => ({
  get postgresUrl() {
    return variable('OUTCRY_POSTGRES_URL');
  },
  get kafkaBrokers() {
    return variable('OUTCRY_KAFKA_BROKERS').split(',');
  },
  get redisUrl() {
    return variable('OUTCRY_REDIS_URL');
  },
});
