import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../src/domain/engine/create-engine';
import { MarketData } from '../../src/domain/market-data/view/market-data';
import { REJECTIONS } from '../../src/domain/report/rejection.registry';
import { CANCEL_REASONS } from '../../src/domain/report/report';
import { readReports } from '../../src/domain/report/report.reader';
import type { Command } from '../../src/domain/command/command';
import { play, readScenarios, script } from '../notation/scenario.notation';
import { Oracle } from '../oracle/exchange.oracle';

const document = readFileSync(join(__dirname, '../../../../docs/exchange.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...document.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );
const examples = blocks('exchange').flatMap(readScenarios);
/** The rows of the table under a heading: the code and what is said of it. */
const table = (heading: string): [string, string][] => {
  const [, section = ''] = document.split(`## ${heading}\n`);
  const [rows = ''] = section.split('\n## ');
  return [...rows.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, code = '', text = '']) => [
    code,
    text,
  ]);
};

const enginePlayer = () => {
  const engine = createEngine();
  return {
    execute: (command: Command) => {
      engine.reports.clear();
      engine.execute(command);
      return readReports(engine.reports);
    },
  };
};

describe('docs/exchange.md', () => {
  it('has examples, each with what every command reports', () => {
    expect(examples.length).toBeGreaterThanOrEqual(24);
    const silent = examples.flatMap(({ steps }) =>
      steps.filter(({ line, expected }) => line !== 'define' && expected === undefined),
    );
    expect(silent).toEqual([]);
  });

  it.each(examples.map((example) => ({ ...example, example })))(
    'has an example that engine and rules agree with: $title',
    ({ example }) => {
      expect(play(example, enginePlayer())).toBe(script(example));
      expect(play(example, new Oracle())).toBe(script(example));
    },
  );

  it('has frames as the market data of its last example', () => {
    const engine = createEngine();
    const data = new MarketData();
    for (const { command } of examples.at(-1)?.steps ?? []) engine.execute(command);
    const view = data.view(1);
    view.queueSnapshot();
    data.apply(engine.reports);
    const { top, levels } = view.frame();
    const frames = [top, levels, view.queueFrame()];
    expect(JSON.parse(blocks('json').at(-1) ?? '')).toEqual(frames);
  });

  it('lists every rejection code with its title', () => {
    expect(table('Why a command is refused')).toEqual(Object.entries(REJECTIONS));
  });

  it('lists every reason why an order ends', () => {
    expect(table('Why an order ends').map(([code]) => code)).toEqual([...CANCEL_REASONS]);
  });
});
