export { ledgerService } from './app';
