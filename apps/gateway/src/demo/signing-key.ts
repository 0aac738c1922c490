import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';

export type SigningKey = {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
};

const ALGORITHM = 'ES256';
const OWNER_ONLY = 0o600;

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

const readStored = async (file: string): Promise<JWK | null> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

/** Stores a new key unless another process was first; the one that is there counts. */
const storeNew = async (file: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify(jwk), { mode: OWNER_ONLY });
  try {
    await link(draft, file);
    return jwk;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return (await readStored(file)) ?? jwk;
  } finally {
    await unlink(draft);
  }
};

/** The demo's signing key, kept in `file` so that tokens outlive a restart. */
export const loadSigningKey = async (file: string): Promise<SigningKey> => {
  const jwk = (await readStored(file)) ?? (await storeNew(file));
  const { d: _secret, ...publicPart } = jwk;
  const kid = await calculateJwkThumbprint(publicPart);
  return {
    kid,
    privateKey: (await importJWK(jwk, ALGORITHM)) as CryptoKey,
    publicJwk: { ...publicPart, kid, alg: ALGORITHM, use: 'sig' },
  };
};
