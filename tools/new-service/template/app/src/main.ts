import { runService } from '@outcry/service';
import { __camelName__Service } from './app';

void runService(__camelName__Service);
