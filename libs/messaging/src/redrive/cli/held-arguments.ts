import { parseArgs } from 'node:util';
import { OperationalError } from '@outcry/kernel';
import type { HeldFilter } from '../held-filter';

export type HeldCommand = {
  readonly verb: 'ls' | 'show' | 'release' | 'redrive' | 'drop';
  readonly service: string;
  readonly filter: HeldFilter;
  readonly all: boolean;
  readonly dryRun: boolean;
  readonly acceptGap: boolean;
  readonly limit: number | undefined;
  readonly ratePerSecond: number | undefined;
  readonly cap: number | undefined;
  readonly actor: string;
  readonly reason: string;
};

export const HELD_USAGE = `npm run held -- <ls|show|release|redrive|drop> --service <name> [filter] [options]

  ls        list held messages
  show      one message with headers and value    --consumer C --event ID
  release   make one due now, whatever its count  --consumer C --event ID [--accept-gap]
  redrive   make all that match due               [--dry-run] [--rate N/s] [--cap N] [--limit N]
  drop      give up all that match, for good      [--dry-run] [--limit N]

  filter    --consumer C --topic T --key K --event ID --type T --cause C
            --state waiting|queued|dead --older-than 30s|15m|2h|7d
            redrive and drop need a filter, or --all
  audit     --actor NAME --reason TEXT
  database  OUTCRY_<SERVICE>_DATABASE_URL, or the local stack's`;

const VERBS = ['ls', 'show', 'release', 'redrive', 'drop'] as const;
const STATES = ['waiting', 'queued', 'dead'] as const;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const usageError = (message: string): OperationalError =>
  new OperationalError('usage', message, { retryable: false });

const oneOf = <T extends string>(known: readonly T[], text: string, what: string): T => {
  const found = known.find((candidate) => candidate === text);
  if (found === undefined) throw usageError(`${what} is one of ${known.join(', ')}, not "${text}"`);
  return found;
};

/** `90s`, `15m`, `2h` or `7d`, in milliseconds. */
export const durationOf = (text: string): number => {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (match === null) throw usageError(`a duration is like 90s, 15m, 2h or 7d, not "${text}"`);
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
};

const positive = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(number > 0)) throw usageError(`--${name} is a positive number, not "${text}"`);
  return number;
};

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...{ service: TEXT, consumer: TEXT, topic: TEXT, key: TEXT, event: TEXT, type: TEXT },
  ...{ cause: TEXT, state: TEXT, 'older-than': TEXT, limit: TEXT, rate: TEXT, cap: TEXT },
  ...{ actor: TEXT, reason: TEXT, all: FLAG, 'dry-run': FLAG, 'accept-gap': FLAG },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const filterOf = (values: Values): HeldFilter => ({
  ...(values.consumer === undefined ? {} : { consumer: values.consumer }),
  ...(values.topic === undefined ? {} : { topic: values.topic }),
  ...(values.key === undefined ? {} : { key: values.key }),
  ...(values.event === undefined ? {} : { eventId: values.event }),
  ...(values.type === undefined ? {} : { type: values.type }),
  ...(values.cause === undefined ? {} : { cause: values.cause }),
  ...(values.state === undefined ? {} : { state: oneOf(STATES, values.state, '--state') }),
  ...(values['older-than'] === undefined ? {} : { olderThanMs: durationOf(values['older-than']) }),
});

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError((error as Error).message);
  }
};

/** @throws OperationalError `usage` with a sentence for the person at the keyboard */
export const parseHeldCommand = (args: readonly string[], user: string): HeldCommand => {
  const { values, positionals } = parsed(args);
  const verb = oneOf(VERBS, positionals[0] ?? '(nothing)', 'the command');
  if (values.service === undefined) throw usageError('--service names the database to look at');
  const filter = filterOf(values);
  if (verb === 'show' || verb === 'release') {
    if (filter.consumer === undefined || filter.eventId === undefined) {
      throw usageError(`${verb} needs --consumer and --event`);
    }
  } else if (verb !== 'ls' && Object.keys(filter).length === 0 && !values.all) {
    throw usageError(`${verb} without a filter needs --all`);
  }
  return {
    ...{ verb, filter, service: values.service, all: values.all },
    dryRun: values['dry-run'],
    acceptGap: values['accept-gap'],
    limit: positive(values.limit, 'limit'),
    ratePerSecond: positive(values.rate, 'rate'),
    cap: positive(values.cap, 'cap'),
    actor: values.actor ?? user,
    reason: values.reason ?? '',
  };
};
