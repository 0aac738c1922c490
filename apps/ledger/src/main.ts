import { runService } from '@outcry/service';
import { ledgerService } from './app';

void runService(ledgerService);
