import { type Command } from '../../src/domain/command/command';
import { type Report } from '../../src/domain/report/report';
import { readCommand, type Where } from './command.notation';
import { writeReport } from './report.notation';

/** A line `command | report; report`. Without a bar what it reports is not looked at. */
export interface Step {
  line: string;
  command: Command;
  expected: string | undefined;
}
export interface Scenario {
  title: string;
  steps: Step[];
}

/** What a scenario is played on. */
export interface Player {
  execute(command: Command): readonly Report[];
}

/**
 * Reads scenarios: `# title (rule; source)`, then a line per step; a line that begins with a bar
 * goes on with the reports of the line before. Instrument 1 is there unless the first step defines
 * it.
 */
export function readScenarios(text: string): Scenario[] {
  const blocks = text.split(/^# /m).slice(1);
  return blocks.map((block) => {
    const [title = '', ...lines] = block.replaceAll(/\n\s*\|/g, ';').split('\n');
    const where: Where = { time: 0, instrument: 1 };
    const steps = lines.filter((line) => line.trim() !== '').map((line) => readStep(line, where));
    const first = steps[0]?.command.kind;
    const setUp = first === 'define_instrument' ? [] : [readStep('define', { ...where, time: 0 })];
    return { title, steps: [...setUp, ...steps] };
  });
}

function readStep(line: string, where: Where): Step {
  const [input = '', ...outputs] = line.split('|');
  const expected = outputs.length === 0 ? undefined : tidy(outputs.join(';'));
  return { line: input.trim(), command: readCommand(input.trim(), where), expected };
}

const tidy = (reports: string) => {
  const parts = reports.split(';').map((part) => part.trim().replaceAll(/\s+/g, ' '));
  return parts.filter((part) => part !== '').join('; ');
};

/** Plays a scenario; returns it as text with what really happened where reports are expected. */
export function play({ steps }: Scenario, player: Player): string {
  return steps
    .map(({ line, command, expected }) => {
      const happened = player.execute(command).map(writeReport).join('; ');
      return expected === undefined ? line : `${line} | ${happened}`;
    })
    .join('\n');
}

/** What `play` must return. */
export const script = ({ steps }: Scenario) =>
  steps
    .map(({ line, expected }) => (expected === undefined ? line : `${line} | ${expected}`))
    .join('\n');
