import { replaceRequests, type MadeRequest, type RequestVersions } from './replaced-requests';

type Given = { readonly own: boolean };

const made = (version: number): MadeRequest => ({
  request: { encode: () => Promise.resolve(`request ${version}`) },
  response: { decode: (raw) => Promise.resolve(`answer ${version}: ${raw.toString()}`) },
});
const newVersions = (): RequestVersions<Given> => ({
  protocol:
    ({ version }) =>
    () =>
      made(version),
});
const encode = () => Promise.resolve('replaced');
const replaceFromThree = (versions: RequestVersions<Given>): void =>
  replaceRequests(versions, {
    replaces: (version) => version >= 3,
    replace: (one, { own }) => (own ? { ...one, request: { ...one.request, encode } } : one),
  });
const encoded = (versions: RequestVersions<Given>, version: number, own: boolean) =>
  versions.protocol({ version })({ own }).request.encode();

describe('a replaced request', () => {
  it('is replaced in its versions, by what is asked for, and nowhere else', async () => {
    const versions = newVersions();
    replaceFromThree(versions);
    expect(await encoded(versions, 2, true)).toBe('request 2');
    expect(await encoded(versions, 3, true)).toBe('replaced');
    expect(await encoded(versions, 3, false)).toBe('request 3');
    expect(await encoded(newVersions(), 3, true)).toBe('request 3');
  });

  it('keeps what is not replaced of it', async () => {
    const versions = newVersions();
    replaceFromThree(versions);
    const { response } = versions.protocol({ version: 7 })({ own: true });
    expect(await response.decode(Buffer.from('yes'))).toBe('answer 7: yes');
  });

  it('is replaced once, each by itself', () => {
    const [one, other] = [newVersions(), newVersions()];
    replaceFromThree(one);
    const once = one.protocol;
    replaceFromThree(one);
    expect(one.protocol).toBe(once);
    const { protocol } = other;
    replaceFromThree(other);
    expect(other.protocol).not.toBe(protocol);
  });
});
