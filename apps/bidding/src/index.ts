export { biddingService } from './app';
export { createBidQueue, type SubmitBid } from './commands/bid/bid-queue';
export { biddingEnvironment } from './config';
export { biddingRejections } from './domain/rejections';
export { receiptAnswer } from './http/bids/bid.view';
export { createSales } from './persistence/sale/sales';
