import { alignedDoubles, intsOf } from './cache-lines';

it('gives as many doubles as asked for, all 0, which begin 48 bytes into their block', () => {
  const doubles = alignedDoubles(24);
  expect([...doubles]).toEqual(Array.from({ length: 24 }, () => 0));
  expect(doubles.byteOffset % 64).toBe(48);
});

it('shows the same memory as integers', () => {
  const doubles = alignedDoubles(8);
  const ints = intsOf(doubles);
  ints[15] = 0x3ff00000;
  expect(ints).toHaveLength(16);
  expect([...doubles]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
});
