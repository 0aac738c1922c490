import type { Evidence, SettlementRow, TransferRow } from '../check/evidence';
import type { Findings } from '../check/findings';

const ENDED = new Set(['settled', 'refunded', 'defaulted']);
const AT_REST = new Set(['live', 'closed', 'refused']);

type Invoice = { readonly hammer: bigint; readonly premium: bigint };

const sumOf = (transfers: readonly TransferRow[]): bigint =>
  transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

const checkMoney = (
  settlement: SettlementRow,
  transfers: readonly TransferRow[],
  findings: Findings,
): void => {
  const where = `settlement ${settlement.settlement_id} (${settlement.status})`;
  const invoice = settlement.journal[0]?.['invoice'] as Invoice;
  const total = invoice.hammer + invoice.premium;
  const captures = transfers.filter(({ code }) => code === 'capture');
  const wanted = settlement.status === 'defaulted' ? [] : [total];
  const found = captures.map(({ amount }) => BigInt(amount));
  findings.equal('saga.sold-is-captured', found, wanted, where);
  const paid = sumOf(transfers.filter(({ code }) => code !== 'capture'));
  findings.equal('saga.paid-out', paid, settlement.status === 'defaulted' ? 0n : total, where);
};

const checkSales = (evidence: Evidence, findings: Findings): void => {
  const byAuction = Map.groupBy(evidence.settlements, ({ auction_id: id }) => id);
  for (const { auction_id: id, status } of evidence.auctions) {
    const inForce = (byAuction.get(id) ?? []).filter((one) => one.status !== 'defaulted');
    const expected = status === 'sold' ? 1 : 0;
    findings.equal('saga.sold-is-captured', inForce.length, expected, `auction ${id} (${status})`);
  }
};

/** Every process instance ended, and money and lots agree. */
export const checkSagas = (evidence: Evidence, findings: Findings): void => {
  const byReference = Map.groupBy(evidence.transfers, ({ reference_id: id }) => id);
  for (const settlement of evidence.settlements) {
    const { settlement_id: id, status, command_id: command } = settlement;
    const isEnded = ENDED.has(status) && command === null;
    findings.check('saga.all-end', isEnded, () => `settlement ${id} is ${status}`);
    checkMoney(settlement, byReference.get(id) ?? [], findings);
  }
  for (const { paddle_id: id, status, command_id: command } of evidence.paddles)
    findings.check(
      'saga.all-end',
      AT_REST.has(status) && command === null,
      () => `paddle ${id} is ${status}`,
    );
  checkSales(evidence, findings);
};
