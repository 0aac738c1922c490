import { runService } from '@outcry/service';
import { biddingService } from './app';

void runService(biddingService);
