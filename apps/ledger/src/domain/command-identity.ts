import type { Money } from '@outcry/kernel';
import type { LedgerCommand } from './ledger-command';

type Fields = Readonly<Record<string, string>>;

const text = (money: Money): string => `${money.amount} ${money.asset}`;

const fieldsOf = (command: LedgerCommand): Record<string, string> => {
  switch (command.kind) {
    case 'place_hold':
      return {
        holdId: command.holdId,
        account: command.account,
        amount: text(command.amount),
        expiresAt: String(command.expiresAt),
      };
    case 'increase_hold':
      return { holdId: command.holdId, amount: text(command.amount) };
    case 'capture_hold':
      return {
        holdId: command.holdId,
        creditAccount: command.creditAccount,
        amount: text(command.amount),
      };
    case 'void_if_not_captured':
      return { holdId: command.holdId, captureCommandId: command.captureCommandId };
    case 'release_hold':
      return {
        holdId: command.holdId,
        amount: command.amount === null ? 'all' : text(command.amount),
      };
    case 'post_transfers':
      return Object.fromEntries(
        command.legs.flatMap((leg, index) => [
          [`transfers/${index}/debitAccount`, leg.debitAccount],
          [`transfers/${index}/creditAccount`, leg.creditAccount],
          [`transfers/${index}/amount`, text(leg.amount)],
          [`transfers/${index}/code`, leg.code],
        ]),
      );
  }
};

/** The fields that make two requests the same; ids that the ledger itself chose are no part. */
export const requestOf = (command: LedgerCommand): Fields => ({
  kind: command.kind,
  ...fieldsOf(command),
  reference: `${command.reference.type} ${command.reference.id}`,
});

/** The first field in which a request differs from the one that used the id before. */
export const firstDifference = (stored: Fields, given: Fields): string | undefined =>
  [...Object.keys(given), ...Object.keys(stored)].find((name) => stored[name] !== given[name]);
