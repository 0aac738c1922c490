import type { HeldMessage, HeldSummary } from '../held-listing';

const HEADERS = ['state', 'cause', 'consumer', 'key', 'seq', 'type', 'tries', 'held at', 'event'];

const cellsOf = (message: HeldSummary): string[] => [
  message.state,
  message.cause,
  message.consumer,
  message.key,
  message.sequence ?? '-',
  message.type ?? '-',
  `${message.attempts}${message.redrives > 0 ? ` +${message.redrives} redriven` : ''}`,
  message.heldAt.toISOString(),
  message.eventId,
];

/** Held messages as lines of aligned columns, with a line that counts them. */
export const tableOf = (messages: readonly HeldSummary[]): string => {
  const rows = [HEADERS, ...messages.map(cellsOf)];
  const widths = HEADERS.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, `${messages.length} held`].join('\n');
};

/** One message in full. */
export const detailOf = (message: HeldMessage): string => {
  const { value, headers, ...rest } = message;
  const data = value === null ? null : value.toString('utf8');
  return JSON.stringify({ ...rest, headers, value: data }, null, 2);
};
