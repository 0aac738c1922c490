import { mergeOpenApi, type ApiDocument, type NamedDocument } from '../domain/merge-openapi';

export type MergedOpenApi = { readonly current: () => Promise<ApiDocument> };

export type MergedOpenApiOptions = {
  readonly info: Readonly<Record<string, unknown>>;
  readonly own: ApiDocument;
  readonly services: Readonly<Record<string, URL>>;
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
};

const FRESH_MS = 30_000;
const TIMEOUT_MS = 2_000;

/**
 * The document of everything behind the edge, from the services' own. Each is asked at most every
 * 30 s; one that does not answer keeps what it said last, or is named as missing.
 */
export const createMergedOpenApi = (options: MergedOpenApiOptions): MergedOpenApi => {
  const known = new Map<string, ApiDocument>();
  let merged: { readonly document: ApiDocument; readonly atMs: number } | null = null;
  let running: Promise<ApiDocument> | null = null;

  const refresh = async (name: string, baseUrl: URL): Promise<void> => {
    try {
      const response = await options.fetch(new URL('/openapi.json', baseUrl), {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) known.set(name, (await response.json()) as ApiDocument);
      else await response.arrayBuffer();
    } catch {
      // What it said last stays.
    }
  };

  const build = async (): Promise<ApiDocument> => {
    const services = Object.entries(options.services);
    await Promise.all(services.map(([name, url]) => refresh(name, url)));
    const documents: NamedDocument[] = [{ name: 'gateway', document: options.own }];
    const missing: string[] = [];
    for (const [name] of services) {
      const document = known.get(name);
      if (document === undefined) missing.push(name);
      else documents.push({ name, document });
    }
    const document = mergeOpenApi(options.info, documents, missing);
    // An incomplete document is looked at again at once.
    merged = { document, atMs: missing.length === 0 ? options.nowMs() : -Infinity };
    return document;
  };

  return {
    current: () => {
      if (merged !== null && options.nowMs() - merged.atMs < FRESH_MS) {
        return Promise.resolve(merged.document);
      }
      running ??= build().finally(() => (running = null));
      return running;
    },
  };
};
