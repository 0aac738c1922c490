import { readFileSync } from 'node:fs';
import { atLeast, exactly } from './part.mjs';
import { typescriptReport } from './typescript-report.mjs';

const MATCH = 'apps/order-book/src/cli/match.ts';
const HASHES = 'apps/order-book/data/match-hashes.json';
const REPLAY = 'apps/order-book/src/recorded/cli/replay-recording.ts';

/** Two order streams through the engine: the hash of its reports. @type {import('./part.mjs').Part} */
export const match = {
  name: 'exchange/match',
  files: ['meb/normal_seed23.csv.xz', 'meb/flash-crash_seed23.csv.xz'],
  run: (paths) => {
    const hashes = JSON.parse(readFileSync(HASHES, 'utf8'));
    return ['normal', 'flash-crash'].map((stream, index) => {
      const { messages, sha256 } = typescriptReport(MATCH, [paths[index] ?? '']);
      return exactly(`${stream}, ${messages} messages,`, sha256, hashes[stream][messages]);
    });
  },
};

/** The venue's own checksums. @type {import('./part.mjs').Part} */
export const kraken = {
  name: 'exchange/kraken',
  files: ['kraken_book1000_crc32_2021-04-17.ws.xz'],
  run: (paths) => {
    const { snapshots, checksums, met } = typescriptReport(REPLAY, ['kraken', ...paths]);
    return [
      exactly('snapshots', snapshots, 10),
      exactly('checksums', checksums, 4_269),
      exactly('checksums met', met, 4_269),
    ];
  },
};

/** Level 3 whose snapshots have no sequence. @type {import('./part.mjs').Part} */
export const independentReserve = {
  name: 'exchange/independent-reserve',
  files: [
    'independent_reserve_l3_2022-04-03.ws.xz',
    'independent_reserve_l3_snapshots_2022-04-03.http.xz',
  ],
  run: (paths) => {
    const report = typescriptReport(REPLAY, ['independent-reserve', ...paths]);
    return [
      exactly('events', report.events, 1_663),
      exactly('gaps', report.gaps, 0),
      exactly('new orders that the snapshot has too', report.newInSnapshot, 37),
      exactly('cancelled orders of the snapshot alone', report.cancelledFromSnapshot, 25),
      exactly('cancelled orders unknown to both', report.cancelledUnknown, 37),
    ];
  },
};

/** A venue's submissions and cancels through the engine. @type {import('./part.mjs').Part} */
export const bitstamp = {
  name: 'exchange/bitstamp',
  files: ['bitstamp_btcusd_l3_2015-05-01.log.xz'],
  run: (paths) => {
    const report = typescriptReport(REPLAY, ['bitstamp', ...paths]);
    return [
      exactly('trades of the venue', report.trades, 574),
      atLeast('of them ours too', report.tradesMet, 553),
      exactly('snapshots of the venue', report.snapshots, 5_010),
      atLeast('with our best bid and offer', report.bestMet, 4_976),
      exactly('with our book crossed', report.crossed, 0),
      exactly('quantity conserved', report.quantityConserved, true),
    ];
  },
};
