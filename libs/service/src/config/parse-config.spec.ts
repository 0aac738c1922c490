import { z } from 'zod';
import { commonEnvironment, kafkaEnvironment } from './environment';
import { parseConfig } from './parse-config';

const schema = z.object({ ...commonEnvironment.shape, ...kafkaEnvironment.shape });
const good = {
  OUTCRY_HTTP_PORT: '8081',
  OUTCRY_JWKS_URL: 'http://127.0.0.1:8089/jwks',
  OUTCRY_TOKEN_ISSUER: 'http://127.0.0.1:8089',
  OUTCRY_KAFKA_BROKERS: 'one:9092, two:9092',
};

describe('the configuration', () => {
  it('is parsed into types, with defaults for what is not given', () => {
    expect(parseConfig(schema, good)).toMatchObject({
      OUTCRY_HTTP_HOST: '127.0.0.1',
      OUTCRY_HTTP_PORT: 8081,
      OUTCRY_DEMO: false,
      OUTCRY_LOG_LEVEL: 'info',
      OUTCRY_KAFKA_BROKERS: ['one:9092', 'two:9092'],
      OUTCRY_TOPIC_PREFIX: '',
    });
  });

  it('takes a variable that is set to nothing as not set', () => {
    expect(parseConfig(schema, { ...good, OUTCRY_LOG_LEVEL: '' }).OUTCRY_LOG_LEVEL).toBe('info');
    expect(() => parseConfig(schema, { ...good, OUTCRY_TOKEN_ISSUER: '' })).toThrow(
      'OUTCRY_TOKEN_ISSUER: is required',
    );
  });

  it('names every fault at once and quotes no value', () => {
    const bad = {
      OUTCRY_HTTP_PORT: '99999',
      OUTCRY_JWKS_URL: 's3cret',
      OUTCRY_KAFKA_BROKERS: 'nowhere',
      OUTCRY_DEMO: 'perhaps',
    };
    const message = (() => {
      try {
        parseConfig(schema, bad);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    for (const name of [...Object.keys(bad), 'OUTCRY_TOKEN_ISSUER'])
      expect(message).toContain(name);
    expect(message).not.toContain('s3cret');
  });
});
