import { parseArgs } from 'node:util';
import type { Scale } from '../races/race';

export type BenchArguments = {
  /** Names or beginnings of names; empty for all. */
  readonly only: readonly string[];
  readonly scale: Scale;
  readonly report: string | null;
  /** A folder with recorded data, for the races that can use more than what is shipped. */
  readonly data: string | null;
  /** A folder of rivals' harnesses, which run in the same run; null: none. */
  readonly rivals: string | null;
  /** Also the races that take much longer. */
  readonly long: boolean;
};

export const USAGE = `npm run bench -- [--only NAME,NAME] [--report FILE] [--quick] [--long]
                  [--data DIR] [--rivals DIR]
  --only NAMES   races to run, by name or by the beginning of a name, separated by commas
  --report FILE  write the rows as JSON
  --data DIR     a folder with meb/: the exchange's races use its whole streams
  --rivals DIR   a folder with debezium/run.mjs: its figures beside those of the same races
  --long         also the growth race, which makes millions of rows first
  --quick        small sizes: an impression, not a figure to quote`;

/** @throws Error with a sentence when the words make no sense */
export const parseBenchArguments = (words: readonly string[]): BenchArguments => {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      report: { type: 'string' },
      quick: { type: 'boolean' },
      data: { type: 'string' },
      rivals: { type: 'string' },
      long: { type: 'boolean' },
    },
  });
  return {
    only: values.only?.split(',').filter((name) => name !== '') ?? [],
    scale: values.quick === true ? 'quick' : 'full',
    report: values.report ?? null,
    data: values.data ?? null,
    rivals: values.rivals ?? null,
    long: values.long === true,
  };
};

/** Races whose name begins with, or is the first part of, one of the asked-for names. */
export const isChosen = (name: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((asked) => name.startsWith(asked) || asked.startsWith(`${name}/`));
