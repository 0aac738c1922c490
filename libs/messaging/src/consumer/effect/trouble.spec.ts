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
  const reported = { code: '23514', routine: 'ExecFindPartition' };
  const missing = Object.assign(new Error('in any language'), reported);

  it('is recognised, also behind a translation', () => {
    expect(isMissingPartition(missing)).toBe(true);
    const options = { retryable: false, cause: missing };
    expect(isMissingPartition(new OperationalError('check_violation', 'x', options))).toBe(true);
  });

  it('is nothing else', () => {
    const check = Object.assign(new Error('x'), { ...reported, routine: 'ExecConstraints' });
    expect(isMissingPartition(check)).toBe(false);
    const other = Object.assign(new Error('x'), { ...reported, code: '23505' });
    expect(isMissingPartition(other)).toBe(false);
    expect(isMissingPartition(null)).toBe(false);
    const endless = new Error('x');
    endless.cause = endless;
    expect(isMissingPartition(endless)).toBe(false);
  });
});
