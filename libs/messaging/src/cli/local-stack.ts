export type Environment = Readonly<Record<string, string | undefined>>;

/** Where `npm start` puts them; `OUTCRY_PORT_OFFSET` moves all of them. */
const LOCAL_PORTS = { gateway: 8080, postgres: 5532, kafka: 9192 } as const;

const localHost = (server: keyof typeof LOCAL_PORTS, env: Environment): string =>
  `127.0.0.1:${LOCAL_PORTS[server] + Number(env['OUTCRY_PORT_OFFSET'] ?? 0)}`;

/** `OUTCRY_<SERVICE>_DATABASE_URL`, or the database of the local stack. */
export const databaseUrl = (service: string, env: Environment): string => {
  const name = `OUTCRY_${service.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
  const database = `outcry_${service.replaceAll('-', '_')}`;
  return env[name] ?? `postgresql://outcry@${localHost('postgres', env)}/${database}`;
};

/** `OUTCRY_KAFKA_BROKERS`, or the broker of the local stack. */
export const brokersOf = (env: Environment): readonly string[] =>
  (env['OUTCRY_KAFKA_BROKERS'] ?? localHost('kafka', env)).split(',');

/** `OUTCRY_GATEWAY_URL`, or the gateway of the local stack. */
export const gatewayUrl = (env: Environment): string =>
  env['OUTCRY_GATEWAY_URL'] ?? `http://${localHost('gateway', env)}`;
