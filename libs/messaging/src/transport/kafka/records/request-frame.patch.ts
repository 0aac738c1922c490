import type { RequestBody } from './request-body';

/** As much of kafkajs' encoder as is looked at when it is appended to another. */
export type Appended = {
  buf: Buffer;
  readonly buffer: Buffer;
  readonly size: () => number;
  /** All of it, where it is a body and what was put before that; else of another length. */
  body?: RequestBody | undefined;
};
export type Encoder = Appended & {
  offset: number;
  writeEncoder: (this: Encoder, appended: Appended) => Encoder;
};

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const { prototype } = require('kafkajs/src/protocol/encoder') as { prototype: Encoder };
const copied = prototype.writeEncoder;

const framed = function (this: Encoder, appended: Appended): Encoder {
  const { body } = appended;
  if (body === undefined || body.length !== appended.size() || !body.prepend(this.buffer)) {
    return copied.call(this, appended);
  }
  this.body = body;
  this.buf = body.bytes;
  this.offset = this.buf.length;
  return this;
};

/**
 * kafkajs 2.2.4 copies a request's body behind its header and both behind their size, each time
 * into a new buffer of zeros whose size is the next power of two: four bytes are allocated, and two
 * copied, for each that is sent. The collector runs because of such memory, though hardly any is on
 * its heap. This puts header and size before a {@link RequestBody} instead; other requests stay as
 * they are. Repeating it changes nothing.
 */
export const patchRequestFrame = (): void => {
  prototype.writeEncoder = framed;
};

/** A body in the form in which kafkajs takes what it is to send. */
export const asEncoder = (body: RequestBody): Appended => {
  const buffer = body.bytes;
  return { buf: buffer, buffer, body, size: () => buffer.length };
};
