import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** How bytes pass: a test sets it at any time, for open and for new connections. */
export type LinkFault =
  | { readonly kind: 'none' }
  /** Every chunk comes later, in order. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Connections stay open and say nothing, as after a lost host. */
  | { readonly kind: 'half_open' }
  /** What the client says arrives; no answer comes back. */
  | { readonly kind: 'unanswered' }
  /** At most so many bytes a second in each direction. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

export type TcpProxy = {
  readonly host: string;
  readonly port: number;
  readonly fault: (fault: LinkFault) => void;
  /** Breaks every open connection with a reset. */
  readonly cut: () => void;
  /** Refuses new connections until {@link TcpProxy.accept}; open ones are cut. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

const SLICE_MS = 20;
const HOST = '127.0.0.1';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Moves one chunk as the current fault lets it; resolves when the next one may come. */
const pass = async (chunk: Buffer, to: Socket, current: () => LinkFault): Promise<void> => {
  const fault = current();
  if (fault.kind === 'half_open') return;
  if (fault.kind === 'delay') await pause(fault.ms);
  if (fault.kind !== 'slow') {
    if (!to.destroyed && !to.write(chunk)) await new Promise((done) => to.once('drain', done));
    return;
  }
  const size = Math.max(1, Math.floor((fault.bytesPerSecond * SLICE_MS) / 1_000));
  for (let at = 0; at < chunk.length && !to.destroyed; at += size) {
    to.write(chunk.subarray(at, at + size));
    await pause(SLICE_MS);
  }
};

/** The fault of the way back to the client. */
const ofAnswers = (fault: LinkFault): LinkFault =>
  fault.kind === 'unanswered' ? { kind: 'half_open' } : fault;

const pump = (from: Socket, to: Socket, current: () => LinkFault): void => {
  let last = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    from.pause();
    last = last.then(() => pass(chunk, to, current)).then(() => void from.resume());
  });
  from.on('end', () => void last.then(() => current().kind !== 'half_open' && to.end()));
  from.on('error', () => to.destroy());
  from.on('close', () => void last.then(() => current().kind !== 'half_open' && to.destroy()));
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });

/**
 * A proxy on a loopback port of its own before one server, to make its network fail.
 *
 * @param target where the bytes go
 * @param port 0 takes a free one; Kafka needs one that its advertised listener names
 */
export const tcpProxy = async (
  target: { readonly host: string; readonly port: number },
  port = 0,
): Promise<TcpProxy> => {
  let fault: LinkFault = { kind: 'none' };
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const newServer = (): Server =>
    createServer((client) => {
      const upstream = track(connect(target.port, target.host));
      pump(track(client), upstream, () => fault);
      pump(upstream, client, () => ofAnswers(fault));
    });
  const cut = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  const stop = (running: Server): Promise<void> => {
    const closed = new Promise<void>((resolve) => running.close(() => resolve()));
    cut();
    return closed;
  };

  let server = newServer();
  const bound = await listen(server, port);
  return {
    host: HOST,
    port: bound,
    fault: (next) => {
      fault = next;
    },
    cut,
    refuse: () => stop(server),
    accept: async () => {
      server = newServer();
      await listen(server, bound);
    },
    connections: () => sockets.size / 2,
    close: () => stop(server),
  };
};
