import { type Report } from '../../src/domain/report/report';

type Among<R, K> = R extends { kind: infer Kinds } ? (K extends Kinds ? R : never) : never;
type Of<K> = Among<Report, K>;

const feesOf = ({ makerFee, takerFee }: Of<'traded'>) =>
  makerFee === 0 && takerFee === 0 ? '' : ` fees ${makerFee}/${takerFee}`;
/** Quantity; of an iceberg shown/open. */
const sizeOf = ({ shown, open }: { shown: number; open: number }) =>
  shown === open ? `${open}` : `${shown}/${open}`;
const atTrigger = (trigger: number) => (trigger === 0 ? '' : ` trigger ${trigger}`);

const WRITERS: { [K in Report['kind']]: (report: Of<K>) => string } = {
  accepted: (r) => `accepted ${r.id}`,
  rejected: (r) => `rejected ${r.code}`,
  rested: (r) => `rested ${r.id} ${sizeOf(r)}@${r.price}`,
  refilled: (r) => `refilled ${r.id} ${sizeOf(r)}@${r.price}`,
  traded: (r) => `traded ${r.takerId}x${r.makerId} ${r.quantity}@${r.price}${feesOf(r)}`,
  prevented: (r) => `prevented ${r.takerId}x${r.makerId} ${r.takerPrevented}/${r.makerPrevented}`,
  cancelled: (r) => `cancelled ${r.id} ${r.quantity} ${r.reason}`,
  expired: (r) => `expired ${r.id} ${r.quantity}`,
  replaced: (r) => `${r.kept ? 'kept' : 'moved'} ${r.id} ${r.quantity}@${r.price}`,
  triggered: (r) => `triggered ${r.id}${atTrigger(r.trigger)}`,
  state_changed: (r) => {
    const auction = r.auction === 'none' ? '' : ` ${r.auction}`;
    const until = r.endsAt === 0 ? '' : ` until=${r.endsAt}`;
    return `state ${r.to}${auction}${until} ${r.reason}`;
  },
  uncrossed: (r) => `uncrossed ${r.volume}@${r.price} imbalance ${r.imbalance}`,
  indicated: (r) => `indicated ${r.volume}@${r.price} imbalance ${r.imbalance}`,
  mass_cancelled: (r) => `mass-cancelled ${r.count}`,
  dead_man_set: (r) => `dead-man ${r.dueAt}`,
  reference_set: (r) => `reference ${r.price}`,
  defined: () => 'defined',
  advanced: () => 'advanced',
};

/** One report as a scenario writes it: what the reader of a rule looks for, not every field. */
export function writeReport(report: Report): string {
  return (WRITERS[report.kind] as (report: Report) => string)(report);
}
