import { parse } from 'csv-parse/sync';
import type { BadRow } from './recorded-auction';

export type CsvRow = { readonly line: number; readonly fields: Readonly<Record<string, string>> };

/**
 * Rows of a CSV file with a header line. A row with the wrong number of fields is named by its line
 * and left out; the rest goes on.
 *
 * @throws Error when a wanted column is missing: then no row can be read
 */
export const readCsv = (
  text: string,
  columns: readonly string[],
): { readonly rows: readonly CsvRow[]; readonly badRows: readonly BadRow[] } => {
  const options = { relax_column_count: true, relax_quotes: true, info: true, trim: true };
  const lines = parse(text, options) as unknown as {
    readonly record: string[];
    readonly info: { readonly lines: number };
  }[];
  const header = lines[0]?.record ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`the file lacks the column ${missing.join(', ')}`);
  const rows: CsvRow[] = [];
  const badRows: BadRow[] = [];
  for (const { record, info } of lines.slice(1)) {
    if (record.length !== header.length) {
      badRows.push({ line: info.lines, reason: `${record.length} fields, not ${header.length}` });
      continue;
    }
    const fields = Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
    rows.push({ line: info.lines, fields });
  }
  return { rows, badRows };
};
