import type { InstantMs } from '@outcry/kernel';
import { accountKey, type Account, type AccountRef } from './account';
import { outcomeKey, type Entry, type HoldExpired, type Outcome, type Transfer } from './answer';
import { holdKey, type Hold } from './hold';

/** What the shell has read under lock for a batch. */
export type Loaded = {
  readonly accounts: readonly Account[];
  /** Blank accounts, of registered assets, that the batch may open. */
  readonly openable: readonly Account[];
  readonly holds: readonly Hold[];
  readonly outcomes: readonly Outcome[];
};

/** What a batch has changed: the shell writes it in sets. */
export type Changes = {
  readonly opened: readonly Account[];
  readonly accounts: readonly Account[];
  readonly placed: readonly Hold[];
  readonly holds: readonly Hold[];
  readonly transfers: readonly Transfer[];
  readonly entries: readonly Entry[];
  readonly outcomes: readonly Outcome[];
};

/**
 * The touched part of the ledger while a batch is folded over it: every command sees what those
 * before it did, and a refused chain is undone whole.
 */
export class WorkingCopy {
  readonly now: InstantMs;
  readonly #accounts: Map<string, Account>;
  readonly #openable: ReadonlyMap<string, Account>;
  readonly #holds: Map<string, Hold>;
  readonly #outcomes: Map<string, Outcome>;
  readonly #before: Loaded;
  #transfers: Transfer[] = [];
  #entries: Entry[] = [];
  #expired: HoldExpired[] = [];

  constructor(loaded: Loaded, now: InstantMs) {
    this.now = now;
    this.#before = loaded;
    this.#accounts = new Map(loaded.accounts.map((account) => [accountKey(account), account]));
    this.#openable = new Map(loaded.openable.map((account) => [accountKey(account), account]));
    this.#holds = new Map(loaded.holds.map((hold) => [holdKey(hold.tenantId, hold.id), hold]));
    this.#outcomes = new Map(
      loaded.outcomes.map((outcome) => [outcomeKey(outcome.tenantId, outcome.commandId), outcome]),
    );
  }

  account(ref: AccountRef): Account | undefined {
    return this.#accounts.get(accountKey(ref));
  }

  openable(ref: AccountRef): Account | undefined {
    return this.#openable.get(accountKey(ref));
  }

  hold(tenantId: string, holdId: string): Hold | undefined {
    return this.#holds.get(holdKey(tenantId, holdId));
  }

  outcome(tenantId: string, commandId: string): Outcome | undefined {
    return this.#outcomes.get(outcomeKey(tenantId, commandId));
  }

  putAccount(account: Account): void {
    this.#accounts.set(accountKey(account), account);
  }

  putHold(hold: Hold): void {
    this.#holds.set(holdKey(hold.tenantId, hold.id), hold);
  }

  putOutcome(outcome: Outcome): void {
    this.#outcomes.set(outcomeKey(outcome.tenantId, outcome.commandId), outcome);
  }

  putTransfer(transfer: Transfer, entries: readonly Entry[]): void {
    this.#transfers.push(transfer);
    this.#entries.push(...entries);
  }

  putExpired(expired: HoldExpired): void {
    this.#expired.push(expired);
  }

  /** The expiries seen since it was last asked. */
  takeExpired(): readonly HoldExpired[] {
    const expired = this.#expired;
    this.#expired = [];
    return expired;
  }

  /** All or nothing: postings of a refused `work` leave no trace in accounts and transfers. */
  attempt<T extends { readonly ok: boolean }>(touched: readonly AccountRef[], work: () => T): T {
    const before = touched.map((ref) => [accountKey(ref), this.account(ref)] as const);
    const counts = { transfers: this.#transfers.length, entries: this.#entries.length };
    const result = work();
    if (result.ok) return result;
    for (const [key, account] of before) {
      if (account === undefined) this.#accounts.delete(key);
      else this.#accounts.set(key, account);
    }
    this.#transfers.length = counts.transfers;
    this.#entries.length = counts.entries;
    return result;
  }

  changes(): Changes {
    const before = {
      accounts: new Map(this.#before.accounts.map((one) => [accountKey(one), one])),
      holds: new Map(this.#before.holds.map((one) => [holdKey(one.tenantId, one.id), one])),
      outcomes: new Set(this.#before.outcomes),
    };
    const accounts = [...this.#accounts].filter(([key, one]) => before.accounts.get(key) !== one);
    const holds = [...this.#holds].filter(([key, one]) => before.holds.get(key) !== one);
    return {
      opened: accounts.filter(([key]) => !before.accounts.has(key)).map(([, one]) => one),
      accounts: accounts.filter(([key]) => before.accounts.has(key)).map(([, one]) => one),
      placed: holds.filter(([key]) => !before.holds.has(key)).map(([, one]) => one),
      holds: holds.filter(([key]) => before.holds.has(key)).map(([, one]) => one),
      transfers: this.#transfers,
      entries: this.#entries,
      outcomes: [...this.#outcomes.values()].filter((one) => !before.outcomes.has(one)),
    };
  }
}
