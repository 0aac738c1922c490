import { connect, type Socket } from 'node:net';
import { serveParts } from '../../stage/part';
import { sharedNowMs } from '../latency-clock';

export type Audience = {
  readonly port: number;
  /** How many readers each auction has. */
  readonly readers: readonly { readonly auctionId: string; readonly count: number }[];
};
export type Received = {
  readonly latenciesMs: Float64Array;
  readonly frames: number;
  /** Frames that did not begin where the one before had ended. */
  readonly gaps: number;
};

/** Connections that are being opened at once. */
const OPENING = 100;
const LINE_END = '\n\n';
const SNAPSHOT = 'event: snapshot';
const FRAME = /event: frame\nid: \d+\ndata: \{"fromSeq":(\d+),"seq":(\d+)/;
const SENT_AT = /"sentAt":(\d+(?:\.\d+)?)/g;

let latenciesMs: number[] = [];
let frames = 0;
let gaps = 0;
const sockets: Socket[] = [];

/** One reader's stream; chunk sizes of HTTP stand between its lines, where nothing looks. */
const reader = (port: number, auctionId: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let rest = '';
    let position = 0;
    const take = (event: string): void => {
      if (event.includes(SNAPSHOT)) resolve();
      const found = FRAME.exec(event);
      if (found === null) return;
      const nowMs = sharedNowMs();
      frames += 1;
      if (Number(found[1]) !== position + 1) gaps += 1;
      position = Number(found[2]);
      for (const [, sentAt] of event.matchAll(SENT_AT)) latenciesMs.push(nowMs - Number(sentAt));
    };
    const socket = connect({ port, host: '127.0.0.1' });
    sockets.push(socket);
    socket.setEncoding('latin1');
    socket.on('connect', () => {
      const path = `/v1/auctions/${auctionId}/live`;
      socket.write(`GET ${path} HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\n\r\n`);
    });
    socket.on('data', (chunk: string) => {
      const events = (rest + chunk).split(LINE_END);
      rest = events.pop() ?? '';
      events.forEach(take);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('a stream was closed')));
  });

/** Readers of live rooms, which parse what they get. */
serveParts({
  watch: async ({ port, readers }: Audience) => {
    const auctions = readers.flatMap(({ auctionId, count }) =>
      Array.from({ length: count }, () => auctionId),
    );
    let next = 0;
    const open = async (): Promise<void> => {
      for (let at = next++; at < auctions.length; at = next++) {
        await reader(port, auctions[at] ?? '');
      }
    };
    await Promise.all(Array.from({ length: OPENING }, open));
  },
  take: async (): Promise<Received> => {
    const taken = { latenciesMs: Float64Array.from(latenciesMs), frames, gaps };
    latenciesMs = [];
    [frames, gaps] = [0, 0];
    return taken;
  },
  /** The first so many, which have what they got until now, read nothing more. */
  stall: async (count: number) => {
    for (const socket of sockets.slice(0, count)) socket.pause();
  },
  leave: async () => {
    for (const socket of sockets.splice(0)) socket.removeAllListeners('close').destroy();
  },
});
