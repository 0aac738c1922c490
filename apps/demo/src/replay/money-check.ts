import type { Marketplace } from '../client/marketplace';

type TrialBalance = {
  readonly assets: readonly {
    readonly asset: string;
    readonly balanced: boolean;
    readonly classes: readonly {
      readonly class: string;
      readonly balance: string;
    }[];
  }[];
};

/**
 * Whether all that was paid into a lane is still there and nowhere it should not be: the ledger
 * balances, wallets and revenue together hold the deposits, escrow is empty.
 */
export const isMoneyConserved = async (
  market: Marketplace,
  asset: string,
  funded: bigint,
): Promise<boolean> => {
  const trial = (await market.get('operator', 'operator', '/v1/trial-balance')) as TrialBalance;
  const ours = trial.assets.find((one) => one.asset === asset);
  if (!ours?.balanced) return false;
  const balance = (name: string): bigint =>
    BigInt(ours.classes.find((one) => one.class === name)?.balance ?? '0');
  return (
    balance('cash') === funded &&
    balance('wallet') + balance('revenue') === funded &&
    balance('escrow') === 0n
  );
};
