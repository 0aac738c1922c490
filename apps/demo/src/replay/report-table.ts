import type { ReplayReport } from './report';

const line = (name: string, value: string | number | boolean): string =>
  `  ${name.padEnd(26)} ${value}`;

/** The report for people. */
export const reportTable = (title: string, report: ReplayReport): string => {
  const refused = Object.entries(report.bidsRefused).map(([code, count]) => `${code} ${count}`);
  return [
    title,
    line('auctions', report.auctions),
    line('bids accepted', report.bidsAccepted),
    line('bids refused', refused.length > 0 ? refused.join(', ') : 'none'),
    line('final prices as recorded', `${report.pricesExact} of ${report.auctions}`),
    ...report.pricesDiffering.map((one) =>
      line(`  ${one.auction}`, `recorded ${one.recorded}, here ${one.ours}: ${one.cause}`),
    ),
    ...(report.winnersExact > 0 ? [line('winners as recorded', report.winnersExact)] : []),
    line('ends as computed', `${report.endTimesExact} of ${report.auctions}`),
    line('extensions', report.extensions),
    line('money conserved', report.moneyConserved ? 'yes' : 'NO'),
    line('events published, consumed', `${report.eventsPublished}, ${report.eventsConsumed}`),
    line(
      'commit → consumed',
      `p50 ${report.commitToConsumedMs.p50} ms, p99 ${report.commitToConsumedMs.p99} ms`,
    ),
    line('retried requests', report.retries),
    line('seconds', report.seconds.toFixed(1)),
    '',
  ].join('\n');
};
