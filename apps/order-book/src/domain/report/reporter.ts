import { type ReportBuffer } from './report.buffer';
import { WORD } from './report.layout';

const SEQUENCE = 0;
const COMMANDS = 1;
const TIME = 2;

/** Begins reports with what they have in common; numbers commands and reports. */
export class Reporter {
  readonly buffer: ReportBuffer;
  /** Sequence, command number, engine time: doubles in place, whatever their size. */
  private readonly counters = new Float64Array(3);

  constructor(buffer: ReportBuffer) {
    this.buffer = buffer;
  }

  /** Last sequence given. */
  get sequence(): number {
    return this.counters[SEQUENCE]!;
  }

  set sequence(value: number) {
    this.counters[SEQUENCE] = value;
  }

  /** Number of the command at work. */
  get command(): number {
    return this.counters[COMMANDS]!;
  }

  set command(value: number) {
    this.counters[COMMANDS] = value;
  }

  /** ms since 1970. */
  get time(): number {
    return this.counters[TIME]!;
  }

  set time(value: number) {
    this.counters[TIME] = value;
  }

  /**
   * Begins a report; returns the offset of its first word in `buffer.words`. Words that the kind
   * does not use hold what an earlier report left there.
   */
  begin(kind: number, instrument: number): number {
    const at = this.buffer.next();
    const words = this.buffer.words;
    words[at + WORD.head] = kind + instrument * 256;
    words[at + WORD.sequence] = this.counters[SEQUENCE]! += 1;
    words[at + WORD.command] = this.counters[COMMANDS]!;
    words[at + WORD.time] = this.counters[TIME]!;
    return at;
  }
}
