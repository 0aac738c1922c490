import { faultsNamed } from './faults/catalogue';

/** What a person asks of a campaign. */
export type Arguments = {
  readonly seeds: readonly number[];
  /** How long the workload of each seed lasts. */
  readonly minutes: number;
  /** Beginnings of names of faults; none means all. */
  readonly faults: readonly string[];
  readonly mutant: string | undefined;
  readonly report: string | undefined;
};

const USAGE =
  'npm run nemesis -- [--seed N[,N…]] [--seeds K] [--minutes M] [--faults a,b] ' +
  '[--mutant NAME] [--report FILE]';

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value) && value > 0) return value;
  throw new Error(`${name} takes numbers above zero: ${USAGE}`);
};

/**
 * @param given what follows the program's name; `--seeds K` takes K seeds from the first on
 * @throws Error that says how it is used
 */
export const readArguments = (given: readonly string[]): Arguments => {
  const values = new Map<string, string>();
  for (let at = 0; at < given.length; at += 2) {
    const [name = '', value] = [given[at], given[at + 1]];
    const known = ['--seed', '--seeds', '--minutes', '--faults', '--mutant', '--report'];
    if (!known.includes(name) || value === undefined) throw new Error(`Usage: ${USAGE}`);
    values.set(name, value);
  }
  const listed = (values.get('--seed') ?? '1').split(',').map((text) => numberOf('--seed', text));
  const count = numberOf('--seeds', values.get('--seeds') ?? String(listed.length));
  const first = listed[0] ?? 1;
  const seeds =
    count === listed.length ? listed : Array.from({ length: count }, (_, index) => first + index);
  const faults = (values.get('--faults') ?? '').split(',').filter(Boolean);
  faultsNamed(faults, true); // A wrong name is told before anything is started.
  return {
    seeds,
    minutes: numberOf('--minutes', values.get('--minutes') ?? '1'),
    faults,
    mutant: values.get('--mutant'),
    report: values.get('--report'),
  };
};
