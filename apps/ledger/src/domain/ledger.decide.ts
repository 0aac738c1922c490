import type { Result } from '@outcry/kernel';
import type { Answer, HoldExpired, LedgerRejection, Outcome } from './answer';
import { decideCaptureHold, decideVoidIfNotCaptured } from './capture.decide';
import { firstDifference, requestOf } from './command-identity';
import { isDue } from './hold';
import { decideIncreaseHold, decidePlaceHold, decideReleaseHold, expireHold } from './hold.decide';
import type { LedgerCommand } from './ledger-command';
import { decidePostTransfers } from './post-transfers.decide';
import type { WorkingCopy } from './working-copy';

/** A command with what it came to, now or the first time its id was used. */
export type Decided = {
  readonly command: LedgerCommand;
  readonly outcome: Outcome;
  readonly repeated: boolean;
  /** Holds found expired on the way. */
  readonly expired: readonly HoldExpired[];
};

const refused = (rejection: LedgerRejection, failedIndex = 0): Answer => ({
  kind: 'refused',
  rejection,
  failedIndex,
});

const answerOf = <A extends Answer>(decision: Result<A, LedgerRejection>): Answer =>
  decision.ok ? decision.value : refused(decision.rejection);

const decideNew = (copy: WorkingCopy, command: LedgerCommand): Answer => {
  switch (command.kind) {
    case 'place_hold':
      return answerOf(decidePlaceHold(copy, command));
    case 'increase_hold':
      return answerOf(decideIncreaseHold(copy, command));
    case 'capture_hold':
      return answerOf(decideCaptureHold(copy, command));
    case 'release_hold':
      return answerOf(decideReleaseHold(copy, command));
    case 'void_if_not_captured':
      return decideVoidIfNotCaptured(copy, command);
    case 'post_transfers': {
      const { decision, failedIndex } = decidePostTransfers(copy, command);
      return decision.ok ? decision.value : refused(decision.rejection, failedIndex);
    }
  }
};

const outcomeOf = (copy: WorkingCopy, command: LedgerCommand, answer: Answer): Outcome => ({
  tenantId: command.tenantId,
  commandId: command.commandId,
  kind: command.kind,
  request: requestOf(command),
  answer,
  decidedAt: copy.now,
});

/** The same id again: the first outcome, or for other content a refusal that is not kept. */
const repeatOf = (copy: WorkingCopy, command: LedgerCommand, stored: Outcome): Decided => {
  const isTombstone = stored.request === null;
  const given = requestOf(command);
  const field = isTombstone
    ? stored.kind === command.kind
      ? undefined
      : 'kind'
    : firstDifference(stored.request, given);
  if (field === undefined) return { command, outcome: stored, repeated: true, expired: [] };
  const answer = refused({
    code: 'command_id_reused',
    detail: `Use a new command id: ${field} differs from the first request with this one.`,
    field: `/${field}`,
  });
  return { command, outcome: outcomeOf(copy, command, answer), repeated: true, expired: [] };
};

/** Decides one command over the working copy. The id is looked at before anything else. */
export const decideCommand = (copy: WorkingCopy, command: LedgerCommand): Decided => {
  const stored = copy.outcome(command.tenantId, command.commandId);
  if (stored !== undefined) return repeatOf(copy, command, stored);
  const outcome = outcomeOf(copy, command, decideNew(copy, command));
  copy.putOutcome(outcome);
  return { command, outcome, repeated: false, expired: copy.takeExpired() };
};

/** Decides a batch in order: each command sees what those before it did. */
export const decideBatch = (
  copy: WorkingCopy,
  commands: readonly LedgerCommand[],
): readonly Decided[] => commands.map((command) => decideCommand(copy, command));

/** Ends those of the named holds whose time has run out, in the order given. */
export const expireDue = (
  copy: WorkingCopy,
  holds: readonly { readonly tenantId: string; readonly id: string }[],
): readonly HoldExpired[] => {
  for (const { tenantId, id } of holds) {
    const hold = copy.hold(tenantId, id);
    if (hold !== undefined && isDue(hold, copy.now)) expireHold(copy, hold);
  }
  return copy.takeExpired();
};
