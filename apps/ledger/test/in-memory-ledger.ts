import { accountKey, blankAccount, type Account } from '../src/domain/account';
import { classOfAddress } from '../src/domain/account-class';
import { outcomeKey, type Entry, type Outcome, type Transfer } from '../src/domain/answer';
import { holdKey, type Hold } from '../src/domain/hold';
import type { LedgerCommand } from '../src/domain/ledger-command';
import { decideBatch, expireDue, type Decided } from '../src/domain/ledger.decide';
import { WorkingCopy } from '../src/domain/working-copy';
import { touchedBy } from '../src/persistence/load/touched';

export const KNOWN_ASSETS = ['USD/2', 'EUR/2', 'ETH/18'];

/** The state machine over maps instead of tables: the same loads and saves, without a database. */
export class InMemoryLedger {
  readonly accounts = new Map<string, Account>();
  readonly holds = new Map<string, Hold>();
  readonly outcomes = new Map<string, Outcome>();
  readonly transfers: Transfer[] = [];
  readonly entries: Entry[] = [];
  now = 1_000;

  apply(...commands: LedgerCommand[]): readonly Decided[] {
    const copy = this.#copy(commands);
    const decided = decideBatch(copy, commands);
    this.#save(copy);
    return decided;
  }

  expire(): number {
    const copy = this.#copy([]);
    const expired = expireDue(copy, [...this.holds.values()]);
    this.#save(copy);
    return expired.length;
  }

  account(address: string, asset = 'USD/2', tenantId = 'default'): Account | undefined {
    return this.accounts.get(accountKey({ tenantId, address, asset }));
  }

  hold(holdId: string, tenantId = 'default'): Hold | undefined {
    return this.holds.get(holdKey(tenantId, holdId));
  }

  #copy(commands: readonly LedgerCommand[]): WorkingCopy {
    const openable = touchedBy(commands).accounts.flatMap((ref) => {
      const known = classOfAddress(ref.address);
      if (known === undefined || ref.opensOn !== known.normalSide) return [];
      if (!KNOWN_ASSETS.includes(ref.asset)) return [];
      return [blankAccount(ref, known, `account ${accountKey(ref)}`)];
    });
    return new WorkingCopy(
      {
        accounts: [...this.accounts.values()],
        openable,
        holds: [...this.holds.values()],
        outcomes: [...this.outcomes.values()],
      },
      this.now,
    );
  }

  #save(copy: WorkingCopy): void {
    const changes = copy.changes();
    for (const one of [...changes.opened, ...changes.accounts]) {
      this.accounts.set(accountKey(one), one);
    }
    for (const one of [...changes.placed, ...changes.holds]) {
      this.holds.set(holdKey(one.tenantId, one.id), one);
    }
    for (const one of changes.outcomes) {
      this.outcomes.set(outcomeKey(one.tenantId, one.commandId), one);
    }
    this.transfers.push(...changes.transfers);
    this.entries.push(...changes.entries);
  }
}
