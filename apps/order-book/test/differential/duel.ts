import assert from 'node:assert';
import { type Report } from '../../src/domain/report/report';
import { Oracle } from '../oracle/exchange.oracle';
import { EnginePlayer } from './engine.player';
import { noteOutcome, type Outcomes } from './outcomes';
import { Conservation } from './report.conservation';
import { type Session } from './session';
import { commandsOf } from './session.commands';

const isSame = (a: Report, b: Report) => {
  const [left, right] = [a, b] as unknown as Record<string, unknown>[];
  const keys = Object.keys(left ?? {});
  return (
    keys.length === Object.keys(right ?? {}).length &&
    keys.every((key) => Object.is(left?.[key], right?.[key]))
  );
};
const areSame = (a: readonly Report[], b: readonly Report[]) =>
  a.length === b.length && a.every((report, index) => isSame(report, b[index] as Report));

/** The first report in which two answers differ, as the engine and as the oracle have it. */
function difference(happened: readonly Report[], expected: readonly Report[]): string {
  const at = expected.findIndex((report, index) => {
    const other = happened[index];
    return other === undefined || !isSame(other, report);
  });
  const index = at < 0 ? expected.length : at;
  const sides = [happened[index], expected[index]].map((report) => JSON.stringify(report));
  return `report ${index + 1}:\n  engine ${sides[0]}\n  oracle ${sides[1]}`;
}

/**
 * Plays a session on the engine and on the oracle and asserts that they report the same, that
 * quantities are conserved, and that an engine restored in the midst of it goes on as if nothing
 * had happened.
 */
export function duel(session: Session, reached: Outcomes): void {
  const { maxOrders, cut } = session;
  const options = maxOrders === undefined ? {} : { maxOrders };
  const player = new EnginePlayer(options);
  const oracle = new Oracle(maxOrders);
  const conservation = new Conservation();
  let restored: EnginePlayer | undefined;
  commandsOf(session).forEach((command, index) => {
    const expected = oracle.execute(command);
    const happened = player.execute(command);
    if (!areSame(happened, expected)) assert.fail(difference(happened, expected));
    for (const report of happened) {
      conservation.take(report);
      noteOutcome(reached, report);
    }
    conservation.settle();
    if (restored !== undefined)
      assert(areSame(restored.execute(command), happened), 'the restored engine goes another way');
    if (index === cut) restored = restoredFrom(player, options);
  });
  const last = restoredFrom(player, options);
  assert.equal(last.engine.digest(), player.engine.digest(), 'a restored snapshot differs');
  if (restored !== undefined)
    assert.equal(
      restored.engine.digest(),
      last.engine.digest(),
      'restore and tail differ from all',
    );
}

/** A second engine from the snapshot of the first; a damaged snapshot must leave it empty. */
function restoredFrom({ engine }: EnginePlayer, options: { maxOrders?: number }): EnginePlayer {
  const bytes = engine.snapshot();
  const other = new EnginePlayer(options);
  const empty = other.engine.digest();
  const damaged = bytes.slice();
  const at = Math.floor(bytes.length / 2);
  damaged[at] = (damaged[at] ?? 0) ^ 16;
  for (const bad of [damaged, bytes.slice(0, -1), bytes.slice(0, at), new Uint8Array()]) {
    assert(!other.engine.restore(bad), 'a damaged snapshot is restored');
    assert.equal(other.engine.digest(), empty, 'a damaged snapshot changes something');
  }
  assert(other.engine.restore(bytes), 'a snapshot is refused');
  assert.deepEqual(other.engine.snapshot(), bytes, 'a restored engine has another snapshot');
  return other;
}
