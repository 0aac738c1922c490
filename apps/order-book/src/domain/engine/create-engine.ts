import { type Command } from '../command/command';
import { encodeCommand } from '../command/command.codec';
import { COMMAND_WORDS } from '../command/command.layout';
import { defineInstrument } from '../instrument/define-instrument';
import { ReportBuffer } from '../report/report.buffer';
import { Reporter } from '../report/reporter';
import { digestOf } from '../snapshot/digest';
import { readSnapshot } from '../snapshot/read-snapshot';
import { writeSnapshot } from '../snapshot/write-snapshot';
import { applyRecord, beginCommand } from './dispatch';
import { type Engine, type EngineOptions } from './engine';
import { Exchange } from './exchange';
import { MANY, ReadAhead } from './read-ahead';

const DEFAULT_MAX_ORDERS = 2 ** 24;
const DEFAULT_REPORTS = 4_096;

const isDefinition = (command: unknown): boolean =>
  typeof command === 'object' &&
  command !== null &&
  (command as Command).kind === 'define_instrument';

const toNumber = (value: unknown): number => (typeof value === 'number' ? value + 0 : Number.NaN);

/** The one factory of engines, with every feature on (RULES.md). */
export const createEngine = (options: EngineOptions = {}): Engine => {
  const reports = new ReportBuffer(options.reportCapacity ?? DEFAULT_REPORTS);
  const maxOrders = options.maxOrders ?? DEFAULT_MAX_ORDERS;
  let exchange = new Exchange(new Reporter(reports), maxOrders);
  const scratch = new Float64Array(COMMAND_WORDS);
  const ahead = new ReadAhead();
  return {
    reports,
    execute(command) {
      if (isDefinition(command) && command.kind === 'define_instrument') {
        if (beginCommand(exchange, true, toNumber(command.time))) {
          defineInstrument(exchange, command);
        }
        return;
      }
      encodeCommand(command, scratch, 0);
      applyRecord(exchange, scratch, 0);
    },
    run(records, count, first = 0) {
      const end = (first + count) * COMMAND_WORDS;
      let at = first * COMMAND_WORDS;
      if (count > 1 && exchange.orders.live >= MANY) ahead.apply(exchange, records, at, end);
      else for (; at < end; at += COMMAND_WORDS) applyRecord(exchange, records, at);
    },
    snapshot: () => writeSnapshot(exchange),
    restore(bytes) {
      const restored = readSnapshot(bytes, new Exchange(new Reporter(reports), maxOrders));
      if (restored === null) return false;
      exchange = restored;
      reports.clear();
      return true;
    },
    digest: () => digestOf(writeSnapshot(exchange)),
  };
};
