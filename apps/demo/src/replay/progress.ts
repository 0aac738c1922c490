/** What a running replay has done so far; the bar and the report read it. */
export type ReplayProgress = {
  phase: string;
  auctions: number;
  auctionsEnded: number;
  bids: number;
  bidsAnswered: number;
  accepted: number;
  refused: Record<string, number>;
  retries: number;
};

export const newProgress = (auctions: number, bids: number): ReplayProgress => ({
  phase: 'preparing',
  auctions,
  auctionsEnded: 0,
  bids,
  bidsAnswered: 0,
  accepted: 0,
  refused: {},
  retries: 0,
});

const BAR_WIDTH = 30;

export const progressLine = (progress: ReplayProgress, seconds: number): string => {
  const share = progress.bids === 0 ? 1 : progress.bidsAnswered / progress.bids;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const refused = Object.values(progress.refused).reduce((sum, count) => sum + count, 0);
  return (
    `${bar} ${progress.bidsAnswered}/${progress.bids} bids, ${progress.accepted} accepted, ` +
    `${refused} refused, ${progress.auctionsEnded}/${progress.auctions} settled, ` +
    `${seconds.toFixed(0)} s (${progress.phase}${progress.retries > 0 ? `, ${progress.retries} retried` : ''})`
  );
};

/** Draws on one line of a terminal, or a line every few seconds into a file. */
export const showProgress = (
  progress: ReplayProgress,
  out: NodeJS.WriteStream,
  startedAtMs: number,
): (() => void) => {
  const draw = (end: string): void => {
    out.write(`${end}${progressLine(progress, (Date.now() - startedAtMs) / 1_000)}`);
  };
  const timer = out.isTTY
    ? setInterval(() => draw('\r\x1b[2K'), 200)
    : setInterval(() => draw('\n'), 5_000);
  return () => {
    clearInterval(timer);
    draw(out.isTTY ? '\r\x1b[2K' : '\n');
    out.write('\n');
  };
};
