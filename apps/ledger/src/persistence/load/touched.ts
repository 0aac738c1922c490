import type { AccountRef } from '../../domain/account';
import { classOfAddress, type Side } from '../../domain/account-class';
import type { LedgerCommand } from '../../domain/ledger-command';

export type TouchedAccount = AccountRef & {
  /** The side of the first entry, when the account may be opened by it. */
  readonly opensOn?: Side;
};
export type TouchedHold = { readonly tenantId: string; readonly id: string };

/** What a command may read or change: its lock set, apart from the accounts of its holds. */
export type Touched = {
  readonly accounts: readonly TouchedAccount[];
  readonly holds: readonly TouchedHold[];
  readonly commandIds: readonly { readonly tenantId: string; readonly id: string }[];
};

const accountsOf = (command: LedgerCommand): readonly TouchedAccount[] => {
  const { tenantId } = command;
  switch (command.kind) {
    case 'place_hold':
      return [{ tenantId, address: command.account, asset: command.amount.asset }];
    case 'capture_hold':
      return [
        {
          tenantId,
          address: command.creditAccount,
          asset: command.amount.asset,
          opensOn: 'credit',
        },
      ];
    case 'post_transfers':
      return command.legs.flatMap(({ debitAccount, creditAccount, amount: { asset } }) => [
        { tenantId, address: debitAccount, asset, opensOn: 'debit' as const },
        { tenantId, address: creditAccount, asset, opensOn: 'credit' as const },
      ]);
    default:
      return [];
  }
};

export const touchedBy = (commands: readonly LedgerCommand[]): Touched => ({
  accounts: commands.flatMap(accountsOf),
  holds: commands.flatMap((command) =>
    command.kind === 'post_transfers' ? [] : [{ tenantId: command.tenantId, id: command.holdId }],
  ),
  commandIds: commands.flatMap(({ tenantId, commandId: id, ...command }) => [
    { tenantId, id },
    ...(command.kind === 'void_if_not_captured'
      ? [{ tenantId, id: command.captureCommandId }]
      : []),
  ]),
});

/** Whether the first use on this side may open the account, its asset being registered. */
export const mayOpen = (account: TouchedAccount): boolean =>
  account.opensOn !== undefined && classOfAddress(account.address)?.normalSide === account.opensOn;
