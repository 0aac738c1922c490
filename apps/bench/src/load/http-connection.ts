import { connect } from 'node:net';

/** A request in bytes, and what answered it. */
export type HttpConnection = {
  /** Sends one request; the next one only after its answer. */
  readonly send: (request: string) => Promise<number>;
  readonly close: () => void;
};

const HEAD_END = '\r\n\r\n';

/** The length of the first complete answer in `text`, or 0; answers here have a length always. */
const completeLength = (text: string): number => {
  const head = text.indexOf(HEAD_END);
  if (head < 0) return 0;
  const match = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2));
  if (match === null) throw new Error('an answer does not tell its length');
  const length = head + HEAD_END.length + Number(match[1]);
  return text.length >= length ? length : 0;
};

/**
 * HTTP/1.1 over one kept connection, as cheap as can be: the load shares the machine with what it
 * loads. Answers are read byte for byte (latin1), so that lengths are right.
 */
export const httpConnection = (port: number): Promise<HttpConnection> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let answered: (status: number) => void = () => undefined;
    let failed: (error: Error) => void = () => undefined;
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const length = completeLength(text);
      if (length === 0) return;
      const status = Number(text.slice(9, 12));
      text = text.slice(length);
      answered(status);
    });
    const fail = (error: Error): void => {
      reject(error);
      failed(error);
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed')));
    socket.on('connect', () =>
      resolve({
        send: (request) =>
          new Promise((done, broken) => {
            answered = done;
            failed = broken;
            socket.write(request);
          }),
        close: () => socket.destroy(),
      }),
    );
  });
