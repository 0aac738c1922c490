/** Header lines in the order in which they came: name, value, name, value. */
export type RawHeaders = readonly string[];

/** RFC 9110 §7.6.1, and the older names that proxies still meet. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Set by the gateway itself, or never believed from outside. */
const REPLACED = new Set(['host', 'content-length', 'x-request-id', 'forwarded']);

/** Names by which some proxies tell a service who calls: here only the token does. */
const IDENTITY = /^x-(?:user|principal|role|tenant|auth|forwarded|real-ip|outcry)/;

/** On a public operation without a token the caller may choose the tenant. */
const TENANT = 'x-tenant-id';

const pairsOf = (headers: RawHeaders): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    pairs.push([headers[at] ?? '', headers[at + 1] ?? '']);
  }
  return pairs;
};

/** Names that the sender's Connection header declares hop-by-hop, in lower case. */
const namedByConnection = (pairs: readonly [string, string][]): Set<string> =>
  new Set(
    pairs
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(','))
      .map((name) => name.trim().toLowerCase()),
  );

const endToEnd = (headers: RawHeaders): [string, string][] => {
  const pairs = pairsOf(headers);
  const named = namedByConnection(pairs);
  return pairs.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.has(lower) && !named.has(lower);
  });
};

export type ForwardedRequest = {
  readonly headers: RawHeaders;
  readonly hasToken: boolean;
  readonly requestId: string;
  readonly clientAddress: string;
  readonly bodyLength: number | null;
};

/** Names in lower case, each with its values. */
export type HeaderFields = Readonly<Record<string, string | string[]>>;

const fieldsOf = (pairs: readonly [string, string][]): HeaderFields => {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    fields.set(lower, [...(fields.get(lower) ?? []), value]);
  }
  const single = (values: string[]) => (values.length === 1 ? (values[0] ?? '') : values);
  return Object.fromEntries([...fields].map(([name, values]) => [name, single(values)]));
};

/**
 * What goes to a service of a request's headers: end-to-end ones without any that claim an
 * identity, the request id, the client's address, and the length of the body, which was read whole.
 */
export const requestHeadersFor = (request: ForwardedRequest): HeaderFields => {
  const kept = endToEnd(request.headers).filter(([name]) => {
    const lower = name.toLowerCase();
    if (lower === TENANT) return !request.hasToken;
    return !REPLACED.has(lower) && !IDENTITY.test(lower);
  });
  return {
    ...fieldsOf(kept),
    'x-request-id': request.requestId,
    'x-forwarded-for': request.clientAddress,
    ...(request.bodyLength === null ? {} : { 'content-length': String(request.bodyLength) }),
  };
};

/** What comes back of a service's headers; the gateway's own request id and date stand. */
export const responseHeadersFor = (headers: RawHeaders): HeaderFields =>
  fieldsOf(
    endToEnd(headers).filter(([name]) => !['x-request-id', 'date'].includes(name.toLowerCase())),
  );
