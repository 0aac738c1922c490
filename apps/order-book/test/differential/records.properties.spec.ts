import fc from 'fast-check';
import { encodeCommand } from '../../src/domain/command/command.codec';
import { COMMAND_WORDS } from '../../src/domain/command/command.layout';
import { readReports } from '../../src/domain/report/report.reader';
import { EnginePlayer } from './engine.player';
import { session } from './session.arbitrary';
import { commandsOf } from './session.commands';

describe('commands as records', () => {
  it('run in one go as they do one by one', () => {
    fc.assert(
      fc.property(session(60), (played) => {
        const commands = commandsOf(played).filter((command) => {
          return Object(command as unknown) === command && command.kind !== 'define_instrument';
        });
        const defines = commandsOf({ ...played, moves: played.moves.slice(0, 3) });
        const [single, batch] = [new EnginePlayer(), new EnginePlayer()];
        for (const define of defines) {
          single.execute(define);
          batch.execute(define);
        }
        const records = new Float64Array((commands.length + 1) * COMMAND_WORDS);
        commands.forEach((command, index) => {
          encodeCommand(command, records, (index + 1) * COMMAND_WORDS);
        });
        batch.engine.reports.clear();
        batch.engine.run(records, commands.length, 1);
        const expected = commands.flatMap((command) => single.execute(command));
        expect(readReports(batch.engine.reports)).toEqual(expected);
        expect(batch.engine.digest()).toBe(single.engine.digest());
      }),
      { seed: 20_261_121 },
    );
  });
});
