import type { Topics, TopicRecord } from '../system/topics';
import type { Evidence } from '../check/evidence';
import type { Findings } from '../check/findings';

type Group = {
  readonly name: string;
  readonly accepts: (record: TopicRecord) => boolean;
};

const onTopics =
  (...topics: string[]) =>
  ({ topic }: TopicRecord): boolean =>
    topics.includes(topic);

/** The groups that claim events in an inbox, and what each accepts: told once more on purpose. */
const GROUPS: readonly Group[] = [
  { name: 'ledger', accepts: onTopics('ledger.command.v1') },
  {
    name: 'bidding.ledger-answers',
    accepts: onTopics('ledger.hold.v1', 'ledger.transfer.v1'),
  },
  {
    name: 'notification',
    accepts: (record) =>
      record.topic === 'bidding.auction.v1' ||
      record.headers['ce_type'] === 'bidding.paddle-registered.v1',
  },
];

/** Types on a group's topics that it skips: they have no effect and so no claim. */
const SKIPPED: ReadonlySet<string> = new Set(['ledger.hold-expired.v1']);

/** Every group's inbox against the topics, groups that began at the end included. */
export const checkConsumers = async (
  evidence: Evidence,
  topics: Topics,
  findings: Findings,
): Promise<void> => {
  for (const { name, accepts } of GROUPS) {
    const claimed = evidence.claims.get(name) ?? new Set<string>();
    const accepted = evidence.records.filter(
      (record) => accepts(record) && !SKIPPED.has(record.headers['ce_type'] ?? ''),
    );
    const ids = new Set(accepted.map(({ headers }) => headers['ce_id'] ?? ''));
    for (const id of ids)
      findings.check('consumer.one-claim', claimed.has(id), () => `${name} never claimed ${id}`);
    for (const id of claimed)
      findings.check('consumer.one-claim', ids.has(id), () => `${name} claimed ${id} of no topic`);
  }
  for (const { group, topic, partition, committed, low, end } of await topics.places()) {
    const isAtEnd = committed === end || (end === low && committed < 0n);
    const where = `${group} in ${topic}/${partition}`;
    findings.check(
      'consumer.offset-at-end',
      isAtEnd,
      () => `${where}: committed ${committed}, the end is ${end}`,
    );
  }
};
