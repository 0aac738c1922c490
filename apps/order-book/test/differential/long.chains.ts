import { type Command } from '../../src/domain/command/command';
import { type Report } from '../../src/domain/report/report';
import { EnginePlayer } from './engine.player';

/** Far deeper than a stack, so that one call a step cannot pass by chance. */
export const STEPS = 30_000;
const PARTS = 10_000;

type Terms = Partial<Extract<Command, { kind: 'place' }>>;
type Chain = {
  /** Orders that are there for the step; the last command comes after all of them. */
  readonly step: (step: number) => readonly Terms[];
  readonly last: Terms;
  /** What is reported once for each step. */
  readonly counted: Report['kind'];
};

const sweep: Terms = { id: 1, side: 'buy', price: STEPS, quantity: STEPS };

/** What a single command goes through, step by step, by what it is. */
export const LONG_CHAINS: Readonly<Record<string, Chain>> = {
  'fills at one price': { step: () => [{ price: 1 }], last: sweep, counted: 'traded' },
  'fills at a price each': { step: (price) => [{ price }], last: sweep, counted: 'traded' },
  'slices of icebergs': {
    step: (step) => (step % PARTS === 0 ? [{ price: 1, quantity: PARTS, display: 1 }] : []),
    last: sweep,
    counted: 'traded',
  },
  'orders of its own account': {
    step: (price) => [{ price, account: 2 }],
    last: { ...sweep, stp: 'oldest' },
    counted: 'prevented',
  },
  'stops that set off one another': {
    step: (step) => [
      { price: step },
      { type: 'stop', side: 'buy', account: 2, trigger: step, price: 0 },
    ],
    last: { ...sweep, price: 1, quantity: 1 },
    counted: 'triggered',
  },
};

/** How many steps the chain's last command went through; STEPS unless something is wrong. */
export const stepsOf = ({ step, last, counted }: Chain): number => {
  const player = new EnginePlayer();
  const place = (terms: Terms): Report[] =>
    player.execute({
      ...{ kind: 'place', time: 0, instrument: 1, id: 0, account: 2, side: 'sell', type: 'limit' },
      ...{ quantity: 1, price: 0 },
      ...terms,
    });
  player.execute({
    ...{ kind: 'define_instrument', time: 0, instrument: 1, tickSize: 1, lotSize: 1 },
    ...{ maxPrice: STEPS, maxQuantity: STEPS, maxIcebergParts: PARTS },
  });
  let id = 1;
  for (let at = 1; at <= STEPS; at += 1) {
    for (const terms of step(at)) place({ id: (id += 1), account: 1, ...terms });
  }
  return place(last).filter(({ kind }) => kind === counted).length;
};
