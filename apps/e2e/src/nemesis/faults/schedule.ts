import type { Random } from '../random';
import type { Fault, World } from './fault';

export type Inflicted = {
  readonly name: string;
  readonly touched: readonly string[];
  readonly atMs: number;
  readonly forMs: number;
};

type Plan = {
  /** Come first, in this order. */
  readonly episodes: readonly Fault[];
  readonly faults: readonly Fault[];
  readonly untilMs: number;
  readonly stopped: AbortSignal;
  readonly say: (line: string) => void;
  readonly pause: (ms: number) => Promise<void>;
};

/** As many at once as a small machine bears. */
const LANES = 2;
const GAP_MS = [300, 1_500] as const;

/** Every fault comes before any comes twice. */
const deck = ({ episodes, faults }: Plan, random: Random) => {
  let left: Fault[] = [...episodes];
  return {
    draw: (): Fault => {
      if (left.length === 0) left = random.shuffled(faults);
      return left.shift() as Fault;
    },
    putBack: (fault: Fault): void => void left.push(fault),
  };
};

/** Draws faults until the time is up; resolves with all that were inflicted, once all is mended. */
export const inflictFaults = async (
  world: World,
  random: Random,
  plan: Plan,
): Promise<Inflicted[]> => {
  const inflicted: Inflicted[] = [];
  const { untilMs, stopped, say, pause } = plan;
  const { draw, putBack } = deck(plan, random);
  const taken = new Set<string>();
  const isFree = (touched: readonly string[]): boolean => touched.every((one) => !taken.has(one));

  const inflict = async (fault: Fault, touched: readonly string[]): Promise<void> => {
    const atMs = Date.now();
    touched.forEach((one) => taken.add(one));
    say(`  ${fault.name} (${touched.join(', ')})`);
    try {
      await fault.inflict(world, random.fork(`${fault.name} ${inflicted.length}`), touched);
      inflicted.push({ name: fault.name, touched, atMs, forMs: Date.now() - atMs });
    } finally {
      touched.forEach((one) => taken.delete(one));
    }
  };
  const lane = async (): Promise<void> => {
    while (Date.now() < untilMs && !stopped.aborted) {
      const fault = draw();
      const touched = fault.touches(random);
      if (isFree(touched)) await inflict(fault, touched);
      else putBack(fault);
      await pause(random.int(...GAP_MS));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return inflicted;
};
