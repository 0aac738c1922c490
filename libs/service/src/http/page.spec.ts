import { z } from 'zod';
import { pageOf, pageQuery, pageSchema } from './page';

const query = z.strictObject(pageQuery(z.uuid(), z.string().regex(/^\d+$/)));

const rows = [5, 4, 3, 2].map((n) => ({ id: `00000000-0000-4000-8000-00000000000${n}`, n }));
const page = (limit: number) =>
  pageOf(
    rows.slice(0, limit + 1),
    limit,
    ({ n }) => n,
    ({ id, n }) => [id, String(n)],
  );

it('shows as many rows as were asked for, and where the next page begins', () => {
  const { items, nextCursor } = page(2);

  expect(items).toEqual([5, 4]);
  expect(query.parse({ cursor: nextCursor }).cursor).toEqual([rows[1]?.id, '4']);
});

it('has no next page when nothing is left', () => {
  expect(page(4)).toEqual({ items: [5, 4, 3, 2], nextCursor: null });
  expect(pageOf([], 4, String, () => [])).toEqual({ items: [], nextCursor: null });
});

it('fits its own schema', () => {
  expect(pageSchema(z.number()).parse(page(1))).toEqual(page(1));
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

it.each([
  ['a text that is not JSON', 'nonsense'],
  ['another list’s keys', encoded(['4'])],
  ['a key of another form', encoded([rows[0]?.id, 'four'])],
  ['a number for a key', encoded([rows[0]?.id, 4])],
  ['an object', encoded({ 0: rows[0]?.id, 1: '4' })],
  ['something long', 'x'.repeat(601)],
])('refuses %s as a cursor', (_what, cursor) => {
  expect(query.safeParse({ cursor }).error?.issues[0]?.path).toEqual(['cursor']);
});

it.each([
  ['0', false],
  ['1', true],
  ['200', true],
  ['201', false],
  ['2.5', false],
  ['many', false],
])('takes a limit of %s: %s', (limit, isTaken) => {
  expect(query.safeParse({ limit }).success).toBe(isTaken);
});

it('asks for fifty when no limit is given', () => {
  expect(query.parse({})).toEqual({ limit: 50 });
});
