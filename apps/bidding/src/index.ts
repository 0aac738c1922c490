export { biddingService } from './app';
