import { exportJWK, generateKeyPair } from 'jose';
import { createKeySource } from './key-source';

const MINUTE = 60_000;

const keySet = async (kid: string): Promise<object> => {
  const { publicKey } = await generateKeyPair('ES256');
  return { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256' }] };
};

describe('the key source', () => {
  let nowMs: number;
  let requests: number;
  let answer: object | Error;
  const source = () =>
    createKeySource({
      url: 'http://issuer.test/keys',
      nowMs: () => nowMs,
      fetch: async () => {
        requests += 1;
        if (answer instanceof Error) throw answer;
        return Response.json(answer);
      },
    });
  const find = (keys: ReturnType<typeof source>, kid: string) => keys({ alg: 'ES256', kid });

  beforeEach(async () => {
    [nowMs, requests, answer] = [0, 0, await keySet('one')];
  });

  it('fetches once more, and only once, for a key it does not know', async () => {
    const keys = source();
    await find(keys, 'one');
    nowMs = MINUTE;
    answer = await keySet('two');
    await find(keys, 'two');
    expect(requests).toBe(2);
    await expect(find(keys, 'three')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    await expect(find(keys, 'four')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(requests).toBe(2);
  });

  it('drops a key that its issuer has dropped, after ten minutes at most', async () => {
    const keys = source();
    await find(keys, 'one');
    answer = await keySet('two');
    nowMs = 10 * MINUTE;
    await expect(find(keys, 'one')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('keeps known keys for a day while the issuer is away, and no longer', async () => {
    const keys = source();
    await find(keys, 'one');
    answer = new Error('refused');
    nowMs = 24 * 60 * MINUTE - 1;
    await find(keys, 'one');
    nowMs = 24 * 60 * MINUTE + 10_000;
    await expect(find(keys, 'one')).rejects.toMatchObject({ code: 'keys_unreachable' });
    answer = await keySet('one');
    await find(keys, 'one');
  });
});
