import type { ServerResponse } from 'node:http';

/** One server-sent event (WHATWG HTML §9.2); `data` is one line of JSON text. */
export type ServerSentEvent = {
  readonly event: string;
  readonly id?: string;
  readonly data: string;
};

export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Proxies that buffer would hold events back.
  'X-Accel-Buffering': 'no',
} as const;

export const encodeEvent = ({ event, id, data }: ServerSentEvent): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;

/**
 * A response as a stream of events. After a write that filled the client's buffer nothing should be
 * written until `onDrain`; a client that has not drained by `stallMs` is cut off.
 */
export type EventStream = {
  /** Writes encoded events; false once the client's buffer is full. */
  readonly write: (text: string) => boolean;
  readonly isWritable: () => boolean;
  /** Called each time that a full buffer has emptied. */
  readonly onDrain: (listener: () => void) => void;
  readonly end: () => void;
  /** Settles when the stream has ended, whoever ended it. */
  readonly closed: Promise<void>;
};

const DEFAULT_STALL_MS = 60_000;

export const openEventStream = (
  response: ServerResponse,
  options: {
    readonly retryMs?: number;
    readonly stallMs?: number;
    /** Ends the stream: the reader comes back, here or elsewhere. */
    readonly signal?: AbortSignal;
  } = {},
): EventStream => {
  let open = !response.destroyed;
  let writable = open;
  let stalled: NodeJS.Timeout | undefined;
  const listeners: (() => void)[] = [];
  const closed = new Promise<void>((resolve) => {
    if (!open) resolve();
    response.once('close', () => {
      open = false;
      writable = false;
      clearTimeout(stalled);
      resolve();
    });
  });
  response.on('drain', () => {
    clearTimeout(stalled);
    writable = open;
    if (open) listeners.forEach((listener) => listener());
  });
  const write = (text: string): boolean => {
    if (!open) return false;
    writable = response.write(text);
    if (!writable) {
      clearTimeout(stalled);
      stalled = setTimeout(() => response.destroy(), options.stallMs ?? DEFAULT_STALL_MS);
    }
    return writable;
  };
  const end = (): void => {
    open = false;
    response.end();
  };
  write(`retry: ${options.retryMs ?? 1_000}\n\n`);
  if (options.signal?.aborted === true) end();
  options.signal?.addEventListener('abort', end, { once: true });
  return {
    write,
    isWritable: () => open && writable,
    onDrain: (listener) => void listeners.push(listener),
    end,
    closed,
  };
};
