import { Defect, OperationalError } from '@outcry/kernel';
import { isMissingPartition, troubleOf } from './trouble';

describe('trouble', () => {
  it('takes code and retryability from an operational error', () => {
    const busy = new OperationalError('bank_busy', 'later', { retryable: true });
    expect(troubleOf(busy)).toEqual({ cause: 'bank_busy', detail: 'later', retryable: true });
    const never = new OperationalError('bank_refuses', 'no', { retryable: false });
    expect(troubleOf(never)).toEqual({ cause: 'bank_refuses', detail: 'no', retryable: false });
  });

  it('is a defect, never retried, for anything else', () => {
    const defect = { cause: 'defect', retryable: false };
    expect(troubleOf(new Defect('broken'))).toEqual({ ...defect, detail: 'broken' });
    expect(troubleOf(new TypeError('x'))).toEqual({ ...defect, detail: 'unexpected: x' });
    expect(troubleOf('text')).toEqual({ ...defect, detail: 'unexpected: not an error' });
  });

  it('keeps at most 500 characters of the message', () => {
    expect(troubleOf(new Defect('x'.repeat(900))).detail).toHaveLength(500);
  });
});

describe('a missing partition', () => {
  const missing = new Error('no partition of relation "inbox" found for row');

  it('is recognised, also behind a translation', () => {
    expect(isMissingPartition(missing)).toBe(true);
    const cause = new OperationalError('check_violation', 'x', {
      retryable: false,
      cause: missing,
    });
    expect(isMissingPartition(cause)).toBe(true);
  });

  it('is nothing else', () => {
    expect(isMissingPartition(new Error('no partition of relation "other" found for row'))).toBe(
      false,
    );
    expect(isMissingPartition(null)).toBe(false);
    const endless = new Error('x');
    endless.cause = endless;
    expect(isMissingPartition(endless)).toBe(false);
  });
});
