import { exactly } from './part.mjs';
import { typescriptReport } from './typescript-report.mjs';

const DEMO = 'apps/demo/src/cli/demo.ts';

/** eBay auctions through a started system. @type {import('./part.mjs').Part} */
export const ebayAuctions = {
  name: 'auctions',
  files: ['ebay-bids.csv'],
  run: ([bids = '']) => {
    const report = typescriptReport(DEMO, ['--bids', bids]);
    const unexplained = report.pricesDiffering.filter(
      (/** @type {{ cause: string }} */ { cause }) => cause.startsWith('not known'),
    ).length;
    return [
      exactly('auctions', report.auctions, 323),
      exactly('final prices as recorded', report.pricesExact, 303),
      exactly('differences without a known cause', unexplained, 0),
      exactly('money conserved', report.moneyConserved, true),
    ];
  },
};

/** Auctions with a soft close through a started system. @type {import('./part.mjs').Part} */
export const softClose = {
  name: 'soft-close',
  files: ['onchain_softclose_bids.csv', 'onchain_softclose_results.csv'],
  run: ([bids = '', results = '']) => {
    const report = typescriptReport(DEMO, ['--soft-close', bids, results]);
    return [
      exactly('auctions', report.auctions, 16),
      exactly('winners as recorded', report.winnersExact, 16),
      exactly('prices as recorded', report.pricesExact, 16),
      exactly('ends as computed', report.endTimesExact, 16),
      exactly('money conserved', report.moneyConserved, true),
    ];
  },
};
