import { KIND, WORD, WORDS } from '../domain/report/report.layout';
import { type ReportBuffer } from '../domain/report/report.buffer';
import { type MessageStream, CANCEL, MODIFY } from './message.stream';

/** Commands before the first message: the instrument's definition. */
const BEFORE = 2;

/**
 * One line of the canonical text, as the streams' authors have it, or null for a report that has
 * none. The first digit is the line's type, by which lines of one message are sorted.
 */
const lineOf = (words: Float64Array, at: number, stream: MessageStream): string | null => {
  const sequence = words[at + WORD.command]! - BEFORE;
  const id = words[at + WORD.id]!;
  const side = words[at + WORD.side]!;
  const price = words[at + WORD.price]!;
  const quantity = words[at + WORD.quantity]!;
  switch (words[at + WORD.head]! & 255) {
    case KIND.accepted:
      return `0,${sequence},${side},${id},${price},${quantity}`;
    case KIND.traded:
      return `1,${sequence},${price},${quantity},${id},${words[at + WORD.takerId]!}`;
    case KIND.cancelled:
      return `2,${sequence},${side},${id},${price}`;
    case KIND.replaced:
      return `3,${sequence},${side},${id},${price},${quantity}`;
    case KIND.rejected:
      if (stream.kinds[sequence] === CANCEL) return `4,${sequence},${id}`;
      return stream.kinds[sequence] === MODIFY ? `5,${sequence},${id}` : null;
    default:
      return null;
  }
};

/** Lines of the buffer's reports, sorted by message and, within one, by type, stably. */
export const canonicalLines = (reports: ReportBuffer, stream: MessageStream): string[] => {
  const lines: string[] = [];
  let message = -1;
  let begin = 0;
  for (let at = 0; at < reports.used; at += WORDS) {
    const line = lineOf(reports.words, at, stream);
    if (line === null) continue;
    const command = reports.words[at + WORD.command]!;
    if (command !== message) begin = lines.length;
    message = command;
    let place = lines.length;
    while (place > begin && lines[place - 1]!.charCodeAt(0) > line.charCodeAt(0)) place -= 1;
    if (place === lines.length) lines.push(line);
    else lines.splice(place, 0, line);
  }
  return lines;
};
