import type { Spread } from './statistics';

/** One figure of a report; the names of races and fields are what tools that read it rely on. */
export type Row = Partial<Spread> & {
  /** `race` or `race/variant`. */
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** What it is compared with, in the same run. */
  readonly rival?: string;
  readonly rivalValue?: number;
  /** Value by rival's value: for a rate, more is better; for a latency, less. */
  readonly ratio?: number;
  readonly settings: Readonly<Record<string, unknown>>;
};

export type ReportedRow = Row & { readonly machine: string };

/** A row beside its limit or rival. */
export const against = (row: Row, rival: string, rivalValue: number): Row => ({
  ...row,
  rival,
  rivalValue,
  ratio: row.value / rivalValue,
});

/** For a row that is read by people and tools: three significant places are more than it holds. */
export const rounded = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ]),
  ) as Row;
