/** What kafkajs makes for one call of a broker: what goes out, and how the answer is read. */
export type MadeRequest = {
  readonly request: { readonly encode: () => Promise<unknown> };
  readonly response: { readonly decode: (raw: Buffer) => Promise<unknown> };
};
/** The module of kafkajs 2.2.4 that holds all versions of one request; it has no types. */
export type RequestVersions<Given> = {
  protocol: (options: { readonly version: number }) => (given: Given) => MadeRequest;
};

export type Replacement<Given> = {
  readonly replaces: (version: number) => boolean;
  /** What is made instead, for the very call that `made` is for; `made` itself changes nothing. */
  readonly replace: (made: MadeRequest, given: Given) => MadeRequest;
};

const replaced = new WeakSet<object>();

/**
 * Has kafkajs make something else of a request, in some of its versions, for everybody in the
 * process who makes that request from now on. A module is replaced once; repeating it changes
 * nothing.
 */
export const replaceRequests = <Given>(
  versions: RequestVersions<Given>,
  { replaces, replace }: Replacement<Given>,
): void => {
  if (replaced.has(versions)) return;
  replaced.add(versions);
  const { protocol } = versions;
  versions.protocol = ({ version }) => {
    const make = protocol({ version });
    return replaces(version) ? (given) => replace(make(given), given) : make;
  };
};
