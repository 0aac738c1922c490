import { brokersOf, databaseUrl, gatewayUrl, type Environment } from './local-stack';

const GIVEN = {
  OUTCRY_ORDER_BOOK_DATABASE_URL: 'postgresql://somewhere/else',
  OUTCRY_KAFKA_BROKERS: 'b:1,c:2',
  OUTCRY_GATEWAY_URL: 'http://a',
};

it.each<[string, Environment, string, readonly string[], string]>([
  [
    'where npm start puts them',
    {},
    'postgresql://outcry@127.0.0.1:5532/outcry_order_book',
    ['127.0.0.1:9192'],
    'http://127.0.0.1:8080',
  ],
  [
    'moved as npm start is',
    { OUTCRY_PORT_OFFSET: '100' },
    'postgresql://outcry@127.0.0.1:5632/outcry_order_book',
    ['127.0.0.1:9292'],
    'http://127.0.0.1:8180',
  ],
  [
    'wherever the environment says',
    { ...GIVEN, OUTCRY_PORT_OFFSET: '100' },
    'postgresql://somewhere/else',
    ['b:1', 'c:2'],
    'http://a',
  ],
])('a command looks for its servers %s', (_where, env, database, brokers, gateway) => {
  expect(databaseUrl('order-book', env)).toBe(database);
  expect(brokersOf(env)).toEqual(brokers);
  expect(gatewayUrl(env)).toBe(gateway);
});
