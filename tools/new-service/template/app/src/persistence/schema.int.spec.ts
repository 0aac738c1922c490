import { resolve } from 'node:path';
import { describeSchema } from '@outcry/testing';

describeSchema(resolve(__dirname, '../../prisma'));
