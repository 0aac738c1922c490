/** Columns of a recorded order stream, one entry per line; the line number is the sequence. */
export interface MessageStream {
  count: number;
  /** N, C or M, as character codes. */
  kinds: Uint8Array;
  ids: Float64Array;
  quantities: Float64Array;
  prices: Float64Array;
  /** Bit 0: sell; bit 1: immediate-or-cancel. */
  flags: Uint8Array;
}

/** A line that is not of the format; the message names it. */
export class BadLine extends Error {}

export const NEW = 78;
export const CANCEL = 67;
export const MODIFY = 77;
const BUY = 66;
const SELL = 83;
const IOC = 73;
const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;

/** Walks the bytes of a stream, field by field. */
class Cursor {
  private readonly bytes: Uint8Array;
  at = 0;
  line = 1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  get isAtLineEnd(): boolean {
    const byte = this.bytes[this.at];
    return byte === undefined || byte === NEWLINE || byte === RETURN;
  }

  bad(what: string): BadLine {
    return new BadLine(`line ${this.line}: ${what}`);
  }

  byte(): number {
    return this.bytes[this.at++] ?? NEWLINE;
  }

  comma(): void {
    if (this.byte() !== COMMA) throw this.bad('a comma is missing');
  }

  integer(name: string): number {
    let value = 0;
    const begin = this.at;
    for (;;) {
      const digit = (this.bytes[this.at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.at += 1;
    }
    if (this.at === begin || !Number.isSafeInteger(value)) {
      throw this.bad(`the ${name} is not an integer up to 2^53 − 1`);
    }
    return value;
  }

  endLine(): void {
    if (this.bytes[this.at] === RETURN) this.at += 1;
    if (!this.isAtEnd && this.byte() !== NEWLINE) throw this.bad('it does not end where it should');
    this.line += 1;
  }
}

const columns = (length: number): MessageStream => ({
  count: 0,
  kinds: new Uint8Array(length),
  ids: new Float64Array(length),
  quantities: new Float64Array(length),
  prices: new Float64Array(length),
  flags: new Uint8Array(length),
});

const lineCount = (bytes: Uint8Array): number => {
  let lines = 1;
  for (const byte of bytes) if (byte === NEWLINE) lines += 1;
  return lines;
};

const readNew = (cursor: Cursor, into: MessageStream, row: number): void => {
  cursor.comma();
  const side = cursor.byte();
  if (side !== BUY && side !== SELL) throw cursor.bad('the side is neither B nor S');
  readTerms(cursor, into, row);
  let flags = side === SELL ? 1 : 0;
  if (!cursor.isAtLineEnd) {
    cursor.comma();
    if (cursor.byte() !== IOC) throw cursor.bad('the flag is not I');
    flags |= 2;
  }
  into.flags[row] = flags;
};

const readTerms = (cursor: Cursor, into: MessageStream, row: number): void => {
  cursor.comma();
  into.quantities[row] = cursor.integer('quantity');
  cursor.comma();
  into.prices[row] = cursor.integer('price');
};

/**
 * Parses `N,id,B or S,qty,priceTicks[,I]`, `C,id` and `M,id,newQty,newPriceTicks`, one per line.
 * @throws BadLine for the first line that is none of these.
 */
export const parseStream = (bytes: Uint8Array): MessageStream => {
  const into = columns(lineCount(bytes));
  const cursor = new Cursor(bytes);
  while (!cursor.isAtEnd) {
    const row = into.count;
    const kind = cursor.byte();
    if (kind !== NEW && kind !== CANCEL && kind !== MODIFY) {
      throw cursor.bad('it begins with none of N, C and M');
    }
    cursor.comma();
    into.kinds[row] = kind;
    into.ids[row] = cursor.integer('id');
    if (kind === NEW) readNew(cursor, into, row);
    else if (kind === MODIFY) readTerms(cursor, into, row);
    cursor.endLine();
    into.count += 1;
  }
  return into;
};
