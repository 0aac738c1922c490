import { type Command } from '../../src/domain/command/command';
import { createEngine } from '../../src/domain/engine/create-engine';
import { type Engine, type EngineOptions } from '../../src/domain/engine/engine';
import { type Report } from '../../src/domain/report/report';
import { readReports } from '../../src/domain/report/report.reader';

/** The engine as a player: a command in, its reports out. */
export class EnginePlayer {
  readonly engine: Engine;

  constructor(options: EngineOptions = {}) {
    this.engine = createEngine({ reportCapacity: 64, ...options });
  }

  execute(command: Command): Report[] {
    this.engine.reports.clear();
    this.engine.execute(command);
    return readReports(this.engine.reports);
  }
}

/** As the engine, but each command is executed by a new engine, restored from the one before. */
export class RestoringPlayer {
  private player = new EnginePlayer();

  execute(command: Command): Report[] {
    const bytes = this.player.engine.snapshot();
    this.player = new EnginePlayer();
    if (!this.player.engine.restore(bytes)) throw new Error('a snapshot is refused');
    return this.player.execute(command);
  }
}
