import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnginePlayer, RestoringPlayer } from '../differential/engine.player';
import { play, readScenarios, script } from '../notation/scenario.notation';
import { Oracle } from '../oracle/exchange.oracle';

const SUFFIX = '.scenarios.txt';
const files = readdirSync(__dirname).filter((name) => name.endsWith(SUFFIX));

const PLAYERS = {
  'the oracle': () => new Oracle(),
  'the engine': () => new EnginePlayer(),
  'the engine, restored before every command,': () => new RestoringPlayer(),
};

describe.each(Object.entries(PLAYERS))('%s plays the scenarios', (_name, player) => {
  describe.each(files.map((name) => name.slice(0, -SUFFIX.length)))('of %s:', (topic) => {
    const text = readFileSync(join(__dirname, topic + SUFFIX), 'utf8');
    const cases = readScenarios(text).map((scenario) => ({ ...scenario, scenario }));
    it.each(cases)('$title', ({ scenario }) => {
      expect(play(scenario, player())).toBe(script(scenario));
    });
  });
});
