import { assert, assertNever, Defect, defined, isDefect } from './assert';
import { fromTimestamp, toTimestamp } from './clock';
import { isOperationalError, OperationalError } from './operational-error';
import { accept, reject } from './result';

describe('assertions', () => {
  it('throw a defect with the reason, and nothing when the condition holds', () => {
    expect(() => assert(1 > 0, 'fine')).not.toThrow();
    expect(() => assert(0 > 1, 'order')).toThrow(new Defect('order'));
    expect(() => assertNever('x' as never)).toThrow('unexpected case: "x"');
  });

  it('give back a defined value, zero and empty text included', () => {
    expect([defined(0, 'none'), defined('', 'none'), defined(false, 'none')]).toEqual([
      0,
      '',
      false,
    ]);
    expect(() => defined(null, 'none')).toThrow('none');
    expect(() => defined(undefined, 'none')).toThrow('none');
  });

  it('are told from other errors by name', () => {
    expect(isDefect(new Defect('x'))).toBe(true);
    expect(isDefect(new Error('x'))).toBe(false);
    expect(isDefect('Defect')).toBe(false);
  });
});

describe('OperationalError', () => {
  it('carries a code, whether to retry, and its cause', () => {
    const cause = new Error('refused');
    const error = new OperationalError('database_down', 'No database', { retryable: true, cause });
    expect(error).toMatchObject({ code: 'database_down', retryable: true, cause });
    expect(isOperationalError(error)).toBe(true);
    expect(isOperationalError(cause)).toBe(false);
    expect(isOperationalError({ name: 'OperationalError' })).toBe(false);
  });
});

describe('results', () => {
  it('are a value or a rejection with a stable code', () => {
    expect(accept(3)).toEqual({ ok: true, value: 3 });
    expect(reject('too_low', 'Bid more.', { field: '/amount' })).toEqual({
      ok: false,
      rejection: { code: 'too_low', detail: 'Bid more.', field: '/amount' },
    });
  });
});

describe('timestamps', () => {
  it('are RFC 3339 UTC with milliseconds, both ways', () => {
    expect(toTimestamp(1_700_000_000_007)).toBe('2023-11-14T22:13:20.007Z');
    expect(fromTimestamp('2023-11-14T22:13:20.007Z')).toBe(1_700_000_000_007);
    expect(fromTimestamp('soon')).toBeNaN();
  });
});
