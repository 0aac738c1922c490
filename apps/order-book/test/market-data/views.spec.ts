import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenarios } from '../notation/scenario.notation';
import { WatchedEngine } from './watched-engine';

const folder = join(__dirname, '../scenarios');
const files = readdirSync(folder).filter((name) => name.endsWith('.scenarios.txt'));

describe('the market data of every scenario', () => {
  it.each(files)('of %s are those of a book rebuilt from the reports', (file) => {
    for (const { steps } of readScenarios(readFileSync(join(folder, file), 'utf8'))) {
      const [framed, batched] = [new WatchedEngine(), new WatchedEngine()];
      for (const { command } of steps) {
        framed.execute(command);
        framed.checkFrames();
        framed.checkSnapshots();
        batched.execute(command);
        batched.checkSnapshots();
      }
      batched.checkFrames();
    }
  });
});
