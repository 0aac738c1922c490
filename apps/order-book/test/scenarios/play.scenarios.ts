import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { play, type Player, readScenarios, script } from '../notation/scenario.notation';

const SUFFIX = '.scenarios.txt';
const files = readdirSync(__dirname).filter((name) => name.endsWith(SUFFIX));

/** A test for each scenario, played on a new player. */
export const describeScenarios = (who: string, player: () => Player): void => {
  describe(`${who} plays the scenarios`, () => {
    describe.each(files.map((name) => name.slice(0, -SUFFIX.length)))('of %s:', (topic) => {
      const text = readFileSync(join(__dirname, topic + SUFFIX), 'utf8');
      const cases = readScenarios(text).map((scenario) => ({ ...scenario, scenario }));
      it.each(cases)('$title', ({ scenario }) => {
        expect(play(scenario, player())).toBe(script(scenario));
      });
    });
  });
};
