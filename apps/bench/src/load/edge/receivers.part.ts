import { connect, type Socket } from 'node:net';
import { serveParts } from '../../stage/part';
import { sharedNowMs } from '../latency-clock';

export type Audience = {
  readonly port: number;
  /** How many readers each auction has. */
  readonly readers: readonly { readonly auctionId: string; readonly count: number }[];
};
/** Frames as they came, one place in each list: which auction of the audience, what, and when. */
export type Received = {
  readonly auctions: Int32Array;
  readonly fromSeqs: Int32Array;
  readonly seqs: Int32Array;
  readonly atMs: Float64Array;
  /** Frames that did not begin where the one before had ended. */
  readonly gaps: number;
  /** Processor time of this process since the last time. */
  readonly cpuMicros: number;
};

/** Connections that are being opened at once. */
const OPENING = 100;
const LINE_END = '\n\n';
const DATA = '\ndata: ';
const FRAME = 'event: frame\n';
/** What a reader begins with; or begins anew with, when it is told that it missed something. */
const WHOLE = /event: (?:snapshot|reset)\nid: (\d+)/;

let auctions: number[] = [];
let fromSeqs: number[] = [];
let seqs: number[] = [];
let atMs: number[] = [];
let gaps = 0;
/** Sequences that readers have been brought through, by frames. */
let passed = 0;
let cpu = process.cpuUsage();
const sockets: Socket[] = [];

type Frame = { readonly fromSeq: number; readonly seq: number };

/** One reader's stream; chunk sizes of HTTP stand between its lines, where nothing looks. */
const reader = (port: number, auctionId: string, auction: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let rest = '';
    let position: number | null = null;
    const moveTo = ({ fromSeq, seq }: Frame, from: number): void => {
      atMs.push(sharedNowMs());
      auctions.push(auction);
      fromSeqs.push(fromSeq);
      seqs.push(seq);
      if (fromSeq !== from + 1) gaps += 1;
      passed += seq - from;
      position = seq;
    };
    const begin = (event: string): void => {
      const sequence = WHOLE.exec(event)?.[1];
      if (sequence === undefined) return;
      const seq = Number(sequence);
      if (position === null) position = seq;
      else moveTo({ fromSeq: position + 1, seq }, position);
      resolve();
    };
    const take = (event: string): void => {
      const at = event.indexOf(FRAME);
      if (at < 0) return begin(event);
      const frame = JSON.parse(event.slice(event.indexOf(DATA, at) + DATA.length)) as Frame;
      moveTo(frame, position ?? 0);
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
    const places = readers.flatMap(({ auctionId, count }, auction) =>
      Array.from({ length: count }, () => [auctionId, auction] as const),
    );
    let next = 0;
    const open = async (): Promise<void> => {
      for (let at = next++; at < places.length; at = next++) {
        const [auctionId, auction] = places[at] ?? ['', -1];
        await reader(port, auctionId, auction);
      }
    };
    await Promise.all(Array.from({ length: OPENING }, open));
  },
  passed: async () => passed,
  take: async (): Promise<Received> => {
    const { user, system } = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const taken = {
      auctions: Int32Array.from(auctions),
      fromSeqs: Int32Array.from(fromSeqs),
      seqs: Int32Array.from(seqs),
      atMs: Float64Array.from(atMs),
      ...{ gaps, cpuMicros: user + system },
    };
    [auctions, fromSeqs, seqs, atMs] = [[], [], [], []];
    [gaps, passed] = [0, 0];
    return taken;
  },
  /** The first so many, which have what they got until now, read nothing more. */
  stall: async (count: number) => {
    for (const socket of sockets.slice(0, count)) socket.pause();
  },
});
