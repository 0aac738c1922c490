import { sentTogether } from './sent-together';

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('statements that were sent together', () => {
  it('give their results in the order of sending', async () => {
    const slow = after(9).then(() => 'a');
    expect(await sentTogether([slow, after(1).then(() => 2)])).toEqual(['a', 2]);
  });

  it('fail as the first of them did, though a later failure is heard of before', async () => {
    const why = after(9).then(() => Promise.reject(new Error('why')));
    const so = after(1).then(() => Promise.reject(new Error('so')));
    await expect(sentTogether([after(1), why, so])).rejects.toThrow('why');
  });
});
