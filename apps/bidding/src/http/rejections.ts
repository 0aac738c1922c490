import { defineRejections } from '@outcry/contracts';

/** Refusals of bidding that are no decision of its domain. */
export const requestRejections = defineRejections({
  paddle_exists: {
    title: 'The bidder has a paddle for this sale',
    status: 409,
    retryable: false,
  },
  clock_goes_back: { title: 'A set clock never goes back', status: 422, retryable: false },
});
