import { writeFileSync } from 'node:fs';
import type { Race, RaceContext } from '../races/race';
import { races } from '../races/registry';
import { machineName } from '../report/machine';
import { rounded, type Row } from '../report/row';
import { tableOf } from '../report/table';
import { openDebezium, type Debezium } from '../rivals/debezium';
import { isChosen, parseBenchArguments, USAGE, type BenchArguments } from './arguments';

const started = performance.now();

const progress = (line: string): void => {
  const seconds = ((performance.now() - started) / 1_000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${line}\n`);
};

const tellFailure = (what: string, error: unknown): void =>
  progress(`${what} failed: ${error instanceof Error ? error.stack : String(error)}`);

/** Null when the rival has failed: the race's own rows stand all the same. */
const besideDebezium = async (
  race: Race,
  rows: readonly Row[],
  debezium: Debezium | null,
  context: RaceContext,
): Promise<readonly Row[] | null> => {
  if (debezium === null || race.beside === undefined) return rows;
  progress(`${race.name}: Debezium`);
  try {
    return await race.beside(rows, debezium, context);
  } catch (error) {
    tellFailure(`Debezium beside ${race.name}`, error);
    return null;
  }
};

const run = async (given: BenchArguments): Promise<number> => {
  const { only, scale, report, data, rivals, long } = given;
  const chosen = races.filter((race) => isChosen(race.name, only) && (long || !race.long));
  if (chosen.length === 0)
    throw new Error(`There is no race named ${only.join(' or ')}, or only with --long.`);
  const needed = rivals !== null && chosen.some(({ beside }) => beside !== undefined);
  const debezium = needed ? await openDebezium(rivals, scale) : null;
  const context = { scale, progress, data };
  const machine = machineName();
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const race of chosen) {
    progress(race.name);
    try {
      const found = await race.run(context);
      const beside = await besideDebezium(race, found, debezium, context);
      if (beside === null) failed.push(`${race.name} (its rival)`);
      rows.push(...(beside ?? found).map(rounded).filter(({ name }) => isChosen(name, only)));
    } catch (error) {
      failed.push(race.name);
      tellFailure(race.name, error);
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
