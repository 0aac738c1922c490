import { type Command } from '../command/command';
import { type ReportBuffer } from '../report/report.buffer';

export interface EngineOptions {
  /** Live orders that the engine may hold; default 2^24. */
  maxOrders?: number;
  /** Reports that fit into the buffer before it grows; default 4,096. */
  reportCapacity?: number;
}

/** One exchange: any number of instruments on one engine sequence (RULES.md). */
export interface Engine {
  /** What happened since the last `clear`, as numbers; see `readReports`. */
  readonly reports: ReportBuffer;
  /** Applies one command. Total: whatever the argument is, at least one report follows. */
  execute(command: Command): void;
  /**
   * Applies `count` encoded commands from `records` (see `encodeCommand`), without making objects.
   * @param first index of the first record, 0 if absent.
   */
  run(records: Float64Array, count: number, first?: number): void;
  /** The whole state, byte-exact and versioned (rule 13). Pending reports are not part of it. */
  snapshot(): Uint8Array;
  /**
   * Replaces the whole state; pending reports are cleared. Returns false, with nothing changed,
   * for bytes that are damaged, cut short or of another version.
   */
  restore(bytes: Uint8Array): boolean;
  /** 32 hexadecimal digits over the snapshot: equal states share it. */
  digest(): string;
}
