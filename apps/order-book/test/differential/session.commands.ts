import { type Command } from '../../src/domain/command/command';
import { type Fields, NEW, type Session } from './session';

const isPlain = (fields: unknown): fields is Fields =>
  typeof fields === 'object' && fields !== null && !Array.isArray(fields);

/** Gives out ids and remembers whose they are, so that moves can name orders by their age. */
class Ids {
  private readonly instruments: unknown[] = [];

  /** The fields with the ids that they mean. */
  resolve(fields: Fields): Fields {
    const { id, cancelId, order, limit, stop } = fields;
    const known = {
      ...(id === NEW ? { id: this.next(fields['instrument']) } : {}),
      ...(isAge(id) ? { id: this.at(id), instrument: this.instruments.at(id) } : {}),
      ...(isAge(cancelId) ? { cancelId: this.at(cancelId) } : {}),
    };
    const legs = (leg: unknown) =>
      isPlain(leg) && leg['id'] === NEW ? { ...leg, id: this.next(fields['instrument']) } : leg;
    const nested = {
      ...(isPlain(order) ? { order: this.inner(order, cancelId) } : {}),
      ...(isPlain(limit) ? { limit: legs(limit) } : {}),
      ...(isPlain(stop) ? { stop: legs(stop) } : {}),
    };
    return { ...fields, ...known, ...nested };
  }

  private inner(order: Fields, cancelId: unknown): Fields {
    const same = isAge(cancelId) ? { instrument: this.instruments.at(cancelId) } : {};
    return this.resolve({ ...order, ...same });
  }

  private next(instrument: unknown): number {
    return 100 + this.instruments.push(instrument);
  }

  private at(age: number): number {
    return 101 + this.instruments.length + age;
  }
}

const isAge = (id: unknown): id is number => Number.isInteger(id) && (id as number) < 0;

/** `expiresIn` and `endsIn` become times. */
const dated = ({ expiresIn, endsIn, ...fields }: Fields, time: number): Fields => ({
  ...fields,
  ...(typeof expiresIn === 'number' ? { expiresAt: time + expiresIn } : {}),
  ...(typeof endsIn === 'number' ? { endsAt: time + endsIn } : {}),
  ...(isPlain(fields['order']) ? { order: dated(fields['order'], time) } : {}),
});

const PRICES = new Set([
  ...['price', 'trigger', 'trail', 'protection', 'maxPrice', 'referencePrice'],
  ...['budget', 'minNotional'],
]);

/** All prices farther apart. */
const stretched = (fields: Fields, stretch: number): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (PRICES.has(name) && typeof value === 'number') return [name, value * stretch];
      return [name, isPlain(value) ? stretched(value, stretch) : value];
    }),
  );

/**
 * The commands of a session. Times and ids count from the moves before, so a session that lost
 * moves in shrinking still makes sense. A move without a kind is sent as it is.
 */
export function commandsOf({ moves, stretch }: Session): Command[] {
  const ids = new Ids();
  let time = 1_000;
  return moves.map(({ wait, fields }) => {
    const now = time + wait;
    time = Math.max(time, now);
    if (!isPlain(fields) || !Object.hasOwn(fields, 'kind')) return fields as Command;
    const placed = stretched(ids.resolve(dated(fields, now)), stretch);
    return { time: now, ...placed } as unknown as Command;
  });
}
