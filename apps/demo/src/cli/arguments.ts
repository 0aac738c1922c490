import { parseArgs } from 'node:util';

export type DemoArguments = {
  readonly bids: string | null;
  readonly softClose: { readonly bids: string; readonly results: string } | null;
  readonly known: string | null;
  readonly report: string | null;
  readonly lanes: number;
  readonly show: boolean;
};

export const USAGE = `npm run demo -- [--bids FILE] [--soft-close FILE RESULTS] [--report FILE] [--lanes N] [--show]
  --bids FILE                 replay auctions of that file (without any file: the shipped excerpt)
  --soft-close FILE RESULTS   replay soft-close auctions
  --known FILE                explained differences, JSON [{auction, recorded, ours, cause}]
  --report FILE               write the report as JSON
  --lanes N                   tenants over which auctions are dealt (default 8)
  --show                      instead: run the shipped auctions live, shortened, in a loop`;

const LANES_DEFAULT = 8;
const LANES_MAX = 64;

/** @throws Error with a sentence when the words make no sense */
export const parseDemoArguments = (words: readonly string[]): DemoArguments => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      bids: { type: 'string' },
      'soft-close': { type: 'string' },
      known: { type: 'string' },
      report: { type: 'string' },
      lanes: { type: 'string' },
      show: { type: 'boolean' },
    },
  });
  const softBids = values['soft-close'];
  const [results, ...rest] = positionals;
  if (softBids !== undefined && results === undefined) {
    throw new Error('--soft-close takes two files: the bids and the results.');
  }
  if (rest.length > 0 || (softBids === undefined && results !== undefined)) {
    throw new Error(`"${rest[0] ?? results}" belongs to no option.`);
  }
  const lanes = Number(values.lanes ?? LANES_DEFAULT);
  if (!Number.isInteger(lanes) || lanes < 1 || lanes > LANES_MAX) {
    throw new Error(`--lanes takes a whole number from 1 to ${LANES_MAX}.`);
  }
  return {
    bids: values.bids ?? null,
    softClose: softBids === undefined ? null : { bids: softBids, results: results ?? '' },
    known: values.known ?? null,
    report: values.report ?? null,
    lanes,
    show: values.show ?? false,
  };
};
