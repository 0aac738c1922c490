import { connect, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const PRODUCE = 0;
/** A Kafka request: int32 size, int16 api key, … */
const API_KEY_AT = 4;

export type FaultySockets = {
  readonly factory: ISocketFactory;
  /**
   * Of the next produce requests so many are carried out by the broker, but their answers never
   * arrive: the connection breaks instead.
   */
  readonly loseProduceAnswers: (count: number) => void;
  readonly answersLost: () => number;
  /** Breaks every open connection. */
  readonly cut: () => void;
  /** While set, no connection can be opened. */
  readonly refuse: (refuse: boolean) => void;
};

/** Sockets between kafkajs and a broker, with faults at will. */
export const faultySockets = (): FaultySockets => {
  const sockets = new Set<Socket>();
  let refusing = false;
  let toLose = 0;
  let lost = 0;

  const loseAnswers = (socket: Socket): void => {
    let losing = false;
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (data: Buffer, ...rest: unknown[]) => {
      if (toLose > 0 && data.readInt16BE(API_KEY_AT) === PRODUCE) {
        toLose -= 1;
        losing = true;
      }
      return write(data, ...rest);
    };
    const emit = socket.emit.bind(socket) as (...args: unknown[]) => boolean;
    socket.emit = ((event: string, ...args: unknown[]) => {
      if (event !== 'data' || !losing) return emit(event, ...args);
      losing = false;
      lost += 1;
      socket.destroy(new Error('the answer was lost'));
      return true;
    }) as typeof socket.emit;
  };

  return {
    factory: ({ host, port, onConnect }) => {
      const socket = connect({ host, port: refusing ? 1 : port }, onConnect);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      loseAnswers(socket);
      return socket;
    },
    loseProduceAnswers: (count) => {
      toLose = count;
    },
    answersLost: () => lost,
    cut: () => sockets.forEach((socket) => socket.destroy(new Error('the connection was cut'))),
    refuse: (refuse) => {
      refusing = refuse;
    },
  };
};
