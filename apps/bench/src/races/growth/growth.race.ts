import { against, type Row } from '../../report/row';
import { commitToConsumed } from '../commit-to-consumed/commit-to-consumed.race';
import { consumeWithEffect } from '../consume-with-effect/consume-with-effect.race';
import { hotAuction } from '../hot-auction/hot-auction.race';
import type { Race, RaceContext, Scale } from '../race';
import { relayDrain } from '../relay-drain/relay-drain.race';
import { growDatabases } from './grown-databases';
import { inboxPartitions } from './partitions.race';
import { ledgerPosting } from './ledger-posting.race';

const GROWN_ROWS: Readonly<Record<Scale, number>> = {
  full: 10_000_000,
  quick: 1_000_000,
  smoke: 1_000,
};
/** Each race runs twice beside large databases: its own sizes are the small ones. */
const SCALE: Readonly<Record<Scale, Scale>> = { full: 'quick', quick: 'quick', smoke: 'smoke' };
const SPINE = [relayDrain, commitToConsumed, consumeWithEffect, hotAuction, ledgerPosting];
const RACES: Readonly<Record<Scale, readonly Race[]>> = {
  full: SPINE,
  quick: SPINE,
  smoke: [ledgerPosting],
};

/** Rows of the grown beside those of the empty; a rate that this run alone came to has no pair. */
const pair = (grown: readonly Row[], empty: readonly Row[], rows: number): readonly Row[] =>
  grown.flatMap((row) => {
    const beside = empty.find(({ name }) => name === row.name);
    if (beside === undefined) return [];
    const { rival: _, rivalValue: __, ratio: ___, ...own } = row;
    const settings = { ...row.settings, rowsBefore: rows, emptyP99: beside.p99 };
    return [against({ ...own, name: `growth/${row.name}`, settings }, 'empty', beside.value)];
  });

/**
 * The races of the spine once more, on databases that have had years of work: whatever slows down
 * with the size of a table shows in the ratio, which for a latency is better the lower it is.
 */
export const growthRace: Race = {
  name: 'growth',
  long: true,
  run: async (context) => {
    const { progress, scale } = context;
    const rowsBefore = GROWN_ROWS[scale];
    const small: RaceContext = { ...context, scale: SCALE[scale] };
    const { drop, ...grown } = await growDatabases(rowsBefore);
    progress(`${rowsBefore} rows are there`);
    const rows: Row[] = [];
    try {
      for (const race of RACES[scale]) {
        const empty = await race.run(small);
        rows.push(...pair(await race.run({ ...small, grown }), empty, rowsBefore));
      }
      const kept = await inboxPartitions.run({ ...small, grown });
      rows.push(...kept.map((row) => ({ ...row, name: `growth/${row.name}` })));
    } finally {
      await drop();
    }
    return rows;
  },
};
