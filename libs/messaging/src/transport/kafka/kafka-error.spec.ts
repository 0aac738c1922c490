import { OperationalError } from '@outcry/kernel';
import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
} from 'kafkajs';
import { translateKafkaError } from './kafka-error';

const protocol = (type: string): Error =>
  new KafkaJSProtocolError({
    name: type,
    message: `${type}!`,
    type,
    code: 1,
    retriable: false,
  } as never);
const exceeded = (cause: Error): Error =>
  new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 4, retryTime: 100 });

describe('an error of kafkajs', () => {
  it.each([
    'MESSAGE_TOO_LARGE',
    'RECORD_LIST_TOO_LARGE',
    'INVALID_RECORD',
    'INVALID_TIMESTAMP',
    'INVALID_TOPIC_EXCEPTION',
    'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  ])('is a refusal when the broker answers %s', (type) => {
    expect(translateKafkaError(protocol(type))).toMatchObject({
      name: 'OperationalError',
      code: `kafka_${type.toLowerCase()}`,
      retryable: false,
    });
  });

  it.each([
    'NOT_LEADER_FOR_PARTITION',
    'OUT_OF_ORDER_SEQUENCE_NUMBER',
    'TOPIC_AUTHORIZATION_FAILED',
  ])('may pass when the broker answers %s, even if kafkajs would not try again', (type) => {
    expect(translateKafkaError(protocol(type))).toMatchObject({
      code: `kafka_${type.toLowerCase()}`,
      retryable: true,
    });
  });

  it('is named by what lies under the wrappers', () => {
    const cause = protocol('MESSAGE_TOO_LARGE');
    const error = Object.assign(new KafkaJSNonRetriableError(cause), { cause });
    const translated = translateKafkaError(error);
    expect(translated).toMatchObject({ code: 'kafka_message_too_large', retryable: false });
    expect(translated.cause).toBe(error);
    expect(translated.message).toBe('MESSAGE_TOO_LARGE!');
  });

  it.each<[string, Error, string]>([
    ['a lost connection', new KafkaJSConnectionError('gone'), 'kafka_unreachable'],
    ['exhausted retries', exceeded(new KafkaJSConnectionError('gone')), 'kafka_unreachable'],
    [
      'a timeout',
      new KafkaJSRequestTimeoutError('slow', {
        broker: 'b',
        correlationId: 1,
        createdAt: 0,
        sentAt: 0,
        pendingDuration: 0,
        clientId: 'c',
      }),
      'kafka_timeout',
    ],
    ['anything else', new Error('odd'), 'kafka_error'],
  ])('for %s is retryable', (_name, error, code) => {
    expect(translateKafkaError(error)).toMatchObject({ code, retryable: true });
  });

  it('from the client’s own encoder is a refusal: nothing left the process', () => {
    const own = [new TypeError('x'), new RangeError('x'), new SyntaxError('x')];
    for (const error of [...own, exceeded(new TypeError('x'))]) {
      expect(translateKafkaError(error)).toMatchObject({
        code: 'record_unencodable',
        retryable: false,
      });
    }
  });

  it('is translated once', () => {
    const error = new OperationalError('known', 'known', { retryable: true });
    expect(translateKafkaError(error)).toBe(error);
  });

  it('may be anything that was thrown', () => {
    expect(translateKafkaError('odd')).toMatchObject({ code: 'kafka_error', message: 'odd' });
    const circle = new Error('circle');
    circle.cause = circle;
    expect(translateKafkaError(circle)).toMatchObject({ code: 'kafka_error' });
  });
});
