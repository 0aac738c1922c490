import { get, type IncomingMessage } from 'node:http';
import { eventually } from '../eventually';

export type ReceivedEvent = {
  readonly event: string;
  readonly id: string | null;
  readonly data: Record<string, unknown>;
};

export type SseClient = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: ReceivedEvent[];
  /** Events of one name. */
  readonly named: (name: string) => ReceivedEvent[];
  /** Stops reading, as a client on a bad line does; `resume` goes on. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly isEnded: () => boolean;
  readonly close: () => void;
  /** Waits for the `count`-th event of a name. */
  readonly until: (name: string, count?: number) => Promise<ReceivedEvent>;
};

const parse = (block: string): ReceivedEvent | null => {
  const field = (name: string): string | null =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? null;
  const event = field('event');
  const data = field('data');
  if (event === null || data === null) return null;
  return { event, id: field('id'), data: JSON.parse(data) as Record<string, unknown> };
};

/** Opens a stream of server-sent events, raw, so that a test controls how fast it reads. */
export const openSse = (
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SseClient> =>
  new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (message) => {
      const events: ReceivedEvent[] = [];
      let text = '';
      let ended = false;
      message.setEncoding('utf8');
      message.on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        events.push(...blocks.flatMap((block) => parse(block) ?? []));
      });
      message.on('close', () => (ended = true));
      message.on('error', () => (ended = true));
      const named = (name: string): ReceivedEvent[] => events.filter(({ event }) => event === name);
      resolve({
        status: message.statusCode ?? 0,
        headers: message.headers,
        events,
        named,
        pause: () => message.pause(),
        resume: () => message.resume(),
        isEnded: () => ended,
        close: () => request.destroy(),
        until: (name, count = 1) =>
          eventually(() => {
            const found = named(name)[count - 1];
            if (found === undefined) {
              throw new Error(`no ${name} number ${count} among ${JSON.stringify(events)}`);
            }
            return found;
          }),
      });
    });
    request.once('error', reject);
  });
