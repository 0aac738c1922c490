import type { Row } from './row';

const HEADINGS = ['race', 'value', 'unit', 'beside', 'ratio', 'p50', 'p95', 'p99', 'max'];

const figure = (value: number | undefined): string =>
  value === undefined ? '' : Number(value.toPrecision(4)).toLocaleString('en-GB');

const cellsOf = (row: Row): string[] => [
  row.name,
  figure(row.value),
  row.unit,
  row.rival === undefined ? '' : `${row.rival}: ${figure(row.rivalValue)}`,
  row.ratio === undefined ? '' : `${row.ratio.toFixed(2)}x`,
  ...[row.p50, row.p95, row.p99, row.max].map(figure),
];

const settingsOf = ({ name, settings }: Row): string =>
  `  ${name}: ${Object.entries(settings)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ')}`;

/** Rows as people read them: figures in columns, then the settings they were taken under. */
export const tableOf = (rows: readonly Row[], machine: string): string => {
  const lines = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...drawn, '', machine, ...rows.map(settingsOf), ''].join('\n');
};
