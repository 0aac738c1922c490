import { logLevel, type LogEntry } from 'kafkajs';
import { silentLog } from '../../telemetry';
import { kafkaLog } from './kafka-log';

describe('the log lines of kafkajs', () => {
  let now: number;
  let lines: string[];
  let write: (level: logLevel, message: string) => void;
  beforeEach(() => {
    [now, lines] = [0, []];
    const log = {
      ...silentLog,
      warn: (fields: object, text: string) => void lines.push(`${JSON.stringify(fields)} ${text}`),
    };
    const creator = kafkaLog(log, () => now)(logLevel.WARN);
    write = (level, message) =>
      creator({ level, log: { message, broker: 'b:1' } } as unknown as LogEntry);
  });

  it('are warnings at most', () => {
    write(logLevel.ERROR, 'no answer');
    write(logLevel.WARN, 'slow');
    write(logLevel.INFO, 'hello');
    write(logLevel.DEBUG, 'details');
    expect(lines).toEqual([
      '{"broker":"b:1"} kafkajs: no answer',
      '{"broker":"b:1"} kafkajs: slow',
    ]);
  });

  it('are not said again for ten seconds', () => {
    for (now = 0; now <= 20_000; now += 1_000) write(logLevel.ERROR, 'no answer');
    expect(lines).toHaveLength(3);
    write(logLevel.ERROR, 'something else');
    expect(lines).toHaveLength(4);
  });

  it('are remembered for a while only', () => {
    for (let at = 0; at <= 200; at += 1) write(logLevel.ERROR, `line ${at}`);
    write(logLevel.ERROR, 'line 0');
    expect(lines).toHaveLength(202);
  });

  it('leave out what is expected of every producer', () => {
    write(
      logLevel.WARN,
      'Limiting retries for the idempotent producer may invalidate EoS guarantees',
    );
    expect(lines).toEqual([]);
  });
});
