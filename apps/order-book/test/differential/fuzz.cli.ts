import fc from 'fast-check';
import { parseArgs } from 'node:util';
import { duel } from './duel';
import { type Outcomes, unreached } from './outcomes';
import { session } from './session.arbitrary';
import { commandsOf } from './session.commands';

/**
 * `npm run fuzz -- --commands N [--seed S]`: the duel of the engine and the oracle at length. Ends
 * with 1 and the smallest session found, as JSON lines, when they differ.
 */
const { values } = parseArgs({
  options: { commands: { type: 'string' }, seed: { type: 'string' } },
});
const wanted = Number(values.commands ?? 1_000_000);
let seed = Number(values.seed ?? Date.now() % 2 ** 31);
const say = (line: string) => process.stdout.write(`${line}\n`);

const reached: Outcomes = new Set();
let commands = 0;
const property = fc.property(session(300), (played) => {
  commands += played.moves.length;
  duel(played, reached);
});

const EVERY = 500_000;
say(`fuzz: ${wanted} commands from seed ${seed}`);
for (let told = EVERY; commands < wanted; seed += 1) {
  const result = fc.check(property, { seed, numRuns: 200 });
  const smallest = result.counterexample?.[0];
  if (smallest !== undefined) {
    say(
      `fuzz: the engine and the oracle differ at seed ${seed}, path ${result.counterexamplePath}:`,
    );
    say(JSON.stringify({ maxOrders: smallest.maxOrders, cut: smallest.cut }));
    for (const command of commandsOf(smallest)) say(JSON.stringify(command));
    say(String((result.errorInstance as Error).stack));
    process.exitCode = 1;
    break;
  }
  if (commands >= told) say(`fuzz: ${commands} commands, ${reached.size} outcomes, seed ${seed}`);
  while (told <= commands) told += EVERY;
}
if (process.exitCode !== 1)
  say(`fuzz: ${commands} commands alike; outcomes not reached: ${unreached(reached).join(', ')}`);
