import { replaceRequests, type RequestVersions } from '../replaced-requests';
import { encodeProduceRequest, type ProduceRequest } from './produce-request';
import type { PreparedRecord } from './record-batch';
import { asEncoder, patchRequestFrame } from './request-frame.patch';

/** Version 3 brought record batches; 7 is the last that kafkajs knows. */
const FIRST_VERSION = 3;

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const produce = require('kafkajs/src/protocol/requests/produce') as RequestVersions<ProduceRequest>;

/** Marks a record for the encoding here; kafkajs takes it for a message. */
export class MarkedRecord implements PreparedRecord {
  readonly key: string;
  readonly value: string | null;
  readonly headersJson: string;

  constructor(key: string, value: string | null, headersJson: string) {
    this.key = key;
    this.value = value;
    this.headersJson = headersJson;
  }
}

const isPrepared = ({ topicData }: ProduceRequest): boolean =>
  topicData.every(({ partitions }) =>
    partitions.every(({ messages }) =>
      messages.every((message) => message instanceof MarkedRecord),
    ),
  );

/**
 * kafkajs 2.2.4 encodes every record through a handful of small buffers that it copies into one
 * another, and checks a byte at a time: two thirds of what producing a record costs. This has
 * every producer of the process encode prepared records into one buffer instead. Everything else
 * stays kafkajs': connections, metadata, sequence numbers, retries; so do messages of any other
 * form.
 */
export const patchProduceRequest = (): void => {
  patchRequestFrame();
  replaceRequests(produce, {
    replaces: (version) => version >= FIRST_VERSION,
    replace: (made, given) => {
      if (!isPrepared(given)) return made;
      const encode = async () => asEncoder(encodeProduceRequest(given, Date.now()));
      return { ...made, request: { ...made.request, encode } };
    },
  });
};
