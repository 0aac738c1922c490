import { readHeaders } from './read-headers';

/**
 * kafkajs 2.2.4 makes the headers of a fetched record by copying an object once for each of them.
 * This hands it the finished object instead, of strings, where it would reduce a list to one.
 */
type Decoder = {
  readonly buffer: Buffer;
  offset: number;
  readVarIntArray: (read: unknown) => unknown;
};

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const decoderClass = require('kafkajs/src/protocol/decoder') as { readonly prototype: Decoder };
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const headerDecoder = require('kafkajs/src/protocol/recordBatch/header/v0/decoder') as unknown;

let patched = false;

/** Applies the replacement to every consumer of the process; repeating it changes nothing. */
export const patchRecordHeaders = (): void => {
  if (patched) return;
  patched = true;
  const { prototype } = decoderClass;
  const original = prototype.readVarIntArray;
  prototype.readVarIntArray = function (this: Decoder, read: unknown): unknown {
    if (read !== headerDecoder) return original.call(this, read);
    const { headers, end } = readHeaders(this.buffer, this.offset);
    this.offset = end;
    return { reduce: () => headers };
  };
};
