import { OperationalError } from '@outcry/kernel';
import { createLogger } from './logger';

const lines = (
  write: (log: ReturnType<typeof createLogger>) => void,
): Record<string, unknown>[] => {
  const written: string[] = [];
  const log = createLogger(
    { service: 'test', level: 'debug' },
    { write: (line: string) => void written.push(line) },
  );
  write(log);
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('a log line', () => {
  it('is JSON with the service, the level by name and the time', () => {
    expect(lines((log) => log.info({ saleId: 's1' }, 'a sale was made'))).toEqual([
      {
        service: 'test',
        level: 'info',
        message: 'a sale was made',
        saleId: 's1',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ]);
  });

  it('tells an error by name, code and cause, without the row values it may carry', () => {
    const cause = Object.assign(new Error('duplicate key'), { detail: 'Key (mail)=(a@b.c)' });
    const error = new OperationalError('unique_violation', 'no', { retryable: false, cause });
    const [line] = lines((log) => log.error({ err: error }, 'failed'));
    expect(line?.['err']).toMatchObject({
      name: 'OperationalError',
      code: 'unique_violation',
      cause: { message: 'duplicate key' },
    });
    expect(JSON.stringify(line)).not.toContain('a@b.c');
  });

  it('never holds a credential under its usual names', () => {
    const [line] = lines((log) => log.info({ authorization: 'Bearer x', token: 'y' }, 'call'));
    expect(line).not.toHaveProperty('authorization');
    expect(line).not.toHaveProperty('token');
  });
});
