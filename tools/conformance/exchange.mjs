import { exactly } from './part.mjs';
import { typescriptReport } from './typescript-report.mjs';

const REPLAY = 'apps/order-book/src/recorded/cli/replay-recording.ts';

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
