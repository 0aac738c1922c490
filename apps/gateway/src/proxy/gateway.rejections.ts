import { defineRejections } from '@outcry/contracts';

/** What only the edge refuses with. */
export const gatewayRejections = defineRejections({
  bad_gateway: {
    title: 'A service behind this one gave an answer that nobody can use',
    status: 502,
    retryable: true,
  },
});
