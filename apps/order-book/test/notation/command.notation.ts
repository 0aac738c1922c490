import { type Command, type OrderTerms } from '../../src/domain/command/command';

/**
 * One command in one line, as scenarios and docs/exchange.md write it:
 *
 *     [@time] [#instrument] verb …  [option …] [{"field": value, …}]
 *
 * JSON at the end overrides fields, so that also malformed commands can be written; alone it is the
 * command.
 */
export interface Where {
  time: number;
  instrument: number;
}

type Fields = Record<string, unknown>;

const INSTRUMENT = { tickSize: 1, lotSize: 1, maxPrice: 1_000, maxQuantity: 1_000 };

/** Options are `name` or `name=value`; a name stands for a field, or for a field and its value. */
const FLAGS: Record<string, Fields> = {
  ioc: { timeInForce: 'ioc' },
  fok: { timeInForce: 'fok' },
  'on-open': { timeInForce: 'on_open' },
  'on-close': { timeInForce: 'on_close' },
  'post-only': { postOnly: true },
  allow: { mode: 'allow_failure' },
};
const FIELDS: Record<string, string> = {
  by: 'account',
  show: 'display',
  min: 'minQuantity',
  until: 'endsAt',
};

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const value = (text: string) => (/^-?\d+$/.test(text) ? Number(text) : text);

function optionsOf(words: string[]): Fields {
  const fields: Fields = {};
  for (const word of words) {
    const [name = '', text] = word.split('=');
    if (text === undefined && FLAGS[name] === undefined) throw new Error(`No such option: ${word}`);
    if (text === undefined) Object.assign(fields, FLAGS[name]);
    else if (name === 'gtd') Object.assign(fields, { timeInForce: 'gtd', expiresAt: Number(text) });
    else
      fields[FIELDS[name] ?? name] =
        text === 'true' || text === 'false' ? text === 'true' : value(text);
  }
  return fields;
}

/** `5@100`, `5@market`, `5@stop:105`, `5@stop:105:106` (stop limit), `5@trail:3`. */
function termsOf(text = ''): Partial<OrderTerms> {
  const [quantity, how = ''] = text.split('@');
  const [kind, first, second] = how.split(':');
  const lots = { quantity: Number(quantity) };
  if (kind === 'market') return { ...lots, type: 'market' };
  if (kind === 'trail') return { ...lots, type: 'trailing_stop', trail: Number(first) };
  if (kind !== 'stop') return { ...lots, type: 'limit', price: Number(how) };
  if (second === undefined) return { ...lots, type: 'stop', trigger: Number(first) };
  return { ...lots, type: 'stop_limit', trigger: Number(first), price: Number(second) };
}

/** An order belongs to the account of its own id unless the line says otherwise. */
function orderOf([side, id, terms, ...options]: string[], instrument: number): Fields {
  const account = number(id);
  return { instrument, id: account, account, side, ...termsOf(terms), ...optionsOf(options) };
}

function ocoOf([side, quantity, limit = '', stop = '', ...options]: string[]): Fields {
  const [id, price] = limit.split('@').map(Number);
  const [stopId, how = ''] = stop.split('@');
  const [trigger, then] = how.split(':').map(Number);
  const legs = { limit: { id, price }, stop: { id: number(stopId), trigger, price: then } };
  return { account: id, side, quantity: number(quantity), ...legs, ...optionsOf(options) };
}

function replaceOf([cancelId, ...words]: string[], instrument: number): Fields {
  const { mode = 'stop_on_failure', ...order } = orderOf(words, instrument);
  return { mode, cancelId: number(cancelId), order };
}

const VERBS: Record<string, (words: string[], instrument: number) => Fields> = {
  define: (words) => ({ kind: 'define_instrument', ...INSTRUMENT, ...optionsOf(words) }),
  reference: ([price]) => ({ kind: 'set_reference', price: number(price) }),
  buy: (words, instrument) => ({ kind: 'place', ...orderOf(['buy', ...words], instrument) }),
  sell: (words, instrument) => ({ kind: 'place', ...orderOf(['sell', ...words], instrument) }),
  oco: (words) => ({ kind: 'place_oco', ...ocoOf(words) }),
  amend: ([id, terms]) => {
    const { quantity, price } = termsOf(terms);
    return { kind: 'amend', id: number(id), price, quantity };
  },
  cancel: ([id]) => ({ kind: 'cancel', id: number(id) }),
  replace: (words, instrument) => ({ kind: 'replace', ...replaceOf(words, instrument) }),
  'mass-cancel': (words) => ({ kind: 'mass_cancel', ...optionsOf(words) }),
  'dead-man': (words) => ({ kind: 'set_dead_man', ...optionsOf(words) }),
  state: ([state, ...words]) => {
    const kinds = words.filter((word) => !word.includes('='));
    const options = optionsOf(words.filter((word) => word.includes('=')));
    return { kind: 'set_state', state, auction: kinds[0], ...options };
  },
  indicate: () => ({ kind: 'indicate' }),
  advance: () => ({ kind: 'advance' }),
};

/** Reads one line. `where` holds the time of the lines before; the line may move it. */
export function readCommand(line: string, where: Where): Command {
  const json = /\{.*\}$/.exec(line)?.[0];
  const words = line
    .slice(0, line.length - (json?.length ?? 0))
    .trim()
    .split(/\s+/);
  const over = (json === undefined ? {} : JSON.parse(json)) as Fields;
  const { instrument } = where;
  if (words[0]?.startsWith('@')) where.time = Number(words.shift()?.slice(1));
  const named = words[0]?.startsWith('#') ? Number(words.shift()?.slice(1)) : instrument;
  const [verb = '', ...rest] = words;
  if (verb === '') return over as unknown as Command;
  const read = VERBS[verb];
  if (read === undefined) throw new Error(`No such command: ${line}`);
  return { time: where.time, instrument: named, ...read(rest, named), ...over } as Command;
}
