import { writeFileSync } from 'node:fs';
import { races } from '../races/registry';
import { machineName } from '../report/machine';
import { rounded, type Row } from '../report/row';
import { tableOf } from '../report/table';
import { isChosen, parseBenchArguments, USAGE, type BenchArguments } from './arguments';

const started = performance.now();

const progress = (line: string): void => {
  const seconds = ((performance.now() - started) / 1_000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${line}\n`);
};

const run = async (given: BenchArguments): Promise<number> => {
  const { only, scale, report, data, rivals } = given;
  if (rivals !== null) progress('harnesses of rivals are not run: rows stand beside their limits');
  const chosen = races.filter(({ name }) => isChosen(name, only));
  if (chosen.length === 0) throw new Error(`There is no race named ${only.join(' or ')}.`);
  const machine = machineName();
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const race of chosen) {
    progress(race.name);
    try {
      const found = (await race.run({ scale, progress, data })).map(rounded);
      rows.push(...found.filter(({ name }) => isChosen(name, only)));
    } catch (error) {
      failed.push(race.name);
      progress(`${race.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
    // After every race, so that a long run that is broken off has told what it found.
    if (report !== null) {
      writeFileSync(
        report,
        JSON.stringify(
          rows.map((row) => ({ ...row, machine })),
          null,
          2,
        ),
      );
    }
  }
  process.stdout.write(`${tableOf(rows, machine)}\n`);
  if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
};

const main = async (): Promise<number> => {
  try {
    return await run(parseBenchArguments(process.argv.slice(2)));
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : ''}\n${USAGE}\n`);
    return 2;
  }
};

// Servers' connections may linger; a bench has nothing to save.
void main().then((code) => process.exit(code));
