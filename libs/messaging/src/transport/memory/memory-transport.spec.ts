import { describeTransport } from '@outcry/testing';
import { createMemoryTransport } from './memory-transport';

describeTransport('in-memory', async () => {
  const transport = createMemoryTransport();
  let topics = 0;
  return {
    transport,
    createTopic: async () => {
      topics += 1;
      return `conformance.topic-${topics}.v1`;
    },
    close: transport.close,
  };
});
