/**
 * Fields as they may come. `…In` counts from the command's time; an id may be `NEW`, the next that
 * was never used, or `-n`, the nth newest, which brings its instrument. Everything else is sent as
 * it is.
 */
export type Fields = Record<string, unknown>;
export const NEW = 'new';
export interface Move {
  /** Milliseconds after the move before. */
  wait: number;
  /** A command, or whatever else. */
  fields: unknown;
}
export interface Session {
  maxOrders: number | undefined;
  moves: Move[];
  /** Factor of all prices: with 1 levels lie side by side, with larger ones far apart. */
  stretch: number;
  /** Where the session goes on from a snapshot, too. */
  cut: number;
}
