import type { LedgerCommand } from '../src/domain/ledger-command';

type Move = { from: string; to: string; amount: bigint };
type SlowHold = { account: string; asset: string; left: bigint; open: boolean; until: number };

/**
 * The ledger as plainly as it can be said: balances are sums over a list of moves, nothing is
 * counted, nothing is shared with the state machine. The oracle of its properties.
 */
export class SlowLedger {
  readonly moves: Move[] = [];
  readonly holds = new Map<string, SlowHold>();
  readonly opened = new Set<string>();
  readonly #answers = new Map<string, string>();
  now = 1_000;

  posted(account: string): bigint {
    const signed = this.moves.reduce((sum, { from, to, amount }) => {
      if (to === account) return sum + amount;
      return from === account ? sum - amount : sum;
    }, 0n);
    return account.startsWith('cash:') ? -signed : signed;
  }

  available(account: string): bigint {
    let held = 0n;
    for (const hold of this.holds.values()) {
      if (`${hold.account} ${hold.asset}` === account) held += hold.left;
    }
    return this.posted(account) - held;
  }

  /** The code of the refusal, or `ok`; the same id again gives the same answer. */
  apply(command: LedgerCommand): string {
    const earlier = this.#answers.get(command.commandId);
    if (earlier !== undefined) return earlier;
    const answer = this.#decide(command);
    this.#answers.set(command.commandId, answer);
    return answer;
  }

  expire(): void {
    for (const hold of this.holds.values()) {
      if (hold.open && hold.until <= this.now) {
        hold.open = false;
        hold.until = -1;
        hold.left = 0n;
      }
    }
  }

  #decide(command: LedgerCommand): string {
    switch (command.kind) {
      case 'post_transfers':
        return this.#chain(
          command.legs.map(({ debitAccount, creditAccount, amount }) => ({
            from: `${debitAccount} ${amount.asset}`,
            to: `${creditAccount} ${amount.asset}`,
            amount: amount.amount,
          })),
        );
      case 'place_hold': {
        if (this.holds.has(command.holdId)) return 'hold_exists';
        const account = `${command.account} ${command.amount.asset}`;
        if (!this.opened.has(account)) return 'account_not_found';
        if (command.expiresAt !== null && command.expiresAt <= this.now) return 'expiry_passed';
        if (command.amount.amount === 0n) return 'amount_zero';
        if (this.available(account) < command.amount.amount) return 'insufficient_funds';
        this.holds.set(command.holdId, {
          account: command.account,
          asset: command.amount.asset,
          left: command.amount.amount,
          open: true,
          until: command.expiresAt ?? Infinity,
        });
        return 'ok';
      }
      case 'void_if_not_captured': {
        const earlier = this.#answers.get(command.captureCommandId);
        if (earlier === 'ok') return 'stands';
        if (earlier === undefined) {
          this.#answers.set(command.captureCommandId, 'capture_voided');
        }
        return 'voided';
      }
      default:
        return this.#onHold(command);
    }
  }

  #onHold(command: Extract<LedgerCommand, { holdId: string; amount: unknown }>): string {
    const hold = this.holds.get(command.holdId);
    if (hold === undefined) return 'hold_not_found';
    const account = `${hold.account} ${hold.asset}`;
    if (command.kind === 'capture_hold' && command.creditAccount === hold.account) {
      return 'same_account';
    }
    if (command.amount !== null && command.amount?.asset !== hold.asset) return 'asset_mismatch';
    if (hold.until <= this.now) {
      this.expire();
      return 'hold_expired';
    }
    if (!hold.open) return 'hold_not_open';
    if (command.amount?.amount === 0n) return 'amount_zero';
    const amount = command.amount?.amount ?? hold.left;
    if (command.kind === 'increase_hold') {
      if (this.available(account) < amount) return 'insufficient_funds';
      hold.left += amount;
      return 'ok';
    }
    if (amount > hold.left) return 'exceeds_hold';
    hold.left -= amount;
    if (command.kind === 'capture_hold') {
      const to = `${command.creditAccount} ${hold.asset}`;
      this.opened.add(to);
      this.moves.push({ from: account, to, amount });
    } else if (command.kind === 'release_hold' && command.amount === null) {
      hold.open = false;
    }
    return 'ok';
  }

  #chain(moves: readonly Move[]): string {
    const before = { moves: [...this.moves], opened: new Set(this.opened) };
    for (const move of moves) {
      const problem = this.#move(move);
      if (problem === undefined) continue;
      this.moves.splice(0, this.moves.length, ...before.moves);
      for (const account of this.opened) {
        if (!before.opened.has(account)) this.opened.delete(account);
      }
      return problem;
    }
    return 'ok';
  }

  #move(move: Move): string | undefined {
    if (move.from === move.to) return 'same_account';
    if (!this.opened.has(move.from) && !move.from.startsWith('cash:')) return 'account_not_found';
    if (!this.opened.has(move.to) && move.to.startsWith('cash:')) return 'account_not_found';
    if (move.amount === 0n) return 'amount_zero';
    const floored = /^(wallet|escrow):/.test(move.from);
    if (floored && this.available(move.from) < move.amount) return 'insufficient_funds';
    this.opened.add(move.from);
    this.opened.add(move.to);
    this.moves.push(move);
    return undefined;
  }
}
