import { defineTopic } from '../definition';

export const biddingAuctionV1Topic = defineTopic({
  name: 'bidding.auction.v1',
  kind: 'event',
  owner: 'bidding',
  key: 'the auction',
  description:
    'The public life of every auction, gap-free by sequence: a projection without secrets of the private journal.',
});

export const biddingPaddleV1Topic = defineTopic({
  name: 'bidding.paddle.v1',
  kind: 'event',
  owner: 'bidding',
  key: 'the paddle',
  description: 'Registrations of bidders for sales: who bids under which number.',
});
