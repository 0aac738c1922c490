import { encodeHeaders } from '../src/transport/kafka/records/header-bytes';

/** Headers as they stand in a record of magic 2, their number first. */
export const encodedHeaders = (headers: Readonly<Record<string, string>>): Buffer => {
  const { bytes, length } = encodeHeaders(JSON.stringify(headers));
  return Buffer.from(bytes.subarray(0, length));
};
