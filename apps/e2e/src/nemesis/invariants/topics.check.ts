import { envelopeSchema, messageRegistry } from '@outcry/contracts';
import type { TopicRecord } from '../system/topics';
import type { Evidence } from '../check/evidence';
import type { Findings } from '../check/findings';

const idOf = (record: TopicRecord): string => record.headers['ce_id'] ?? '';
const typeOf = (record: TopicRecord): string => record.headers['ce_type'] ?? '';
const byOffset = (a: TopicRecord, b: TopicRecord): number => (a.offset < b.offset ? -1 : 1);

/** The records of one topic in the order of each partition, later copies of an event left out. */
export const firstOccurrences = (evidence: Evidence, topic: string): TopicRecord[] => {
  const seen = new Set<string>();
  return evidence.records
    .filter((record) => record.topic === topic)
    .sort(byOffset)
    .filter((record) => {
      const isNew = !seen.has(idOf(record));
      seen.add(idOf(record));
      return isNew;
    });
};

export const dataOf = <T = unknown>(record: TopicRecord): T =>
  JSON.parse(record.value ?? 'null') as T;

const contentOf = ({ topic, partition, key, value, headers }: TopicRecord): string =>
  JSON.stringify([topic, partition, key, value, Object.entries(headers).sort()]);

const checkCopies = ({ records }: Evidence, findings: Findings): void => {
  for (const [id, copies] of Map.groupBy(records, idOf)) {
    const contents = new Set(copies.map(contentOf));
    findings.check(
      'outbox.same-bytes',
      contents.size === 1,
      () => `${id}: ${[...contents].join()}`,
    );
  }
};

const DEFINITIONS = new Map(messageRegistry.map((definition) => [definition.type, definition]));

const checkForm = ({ records }: Evidence, findings: Findings): void => {
  for (const record of records) {
    if (record.topic.endsWith('.dlq')) continue;
    const definition = DEFINITIONS.get(typeOf(record));
    const isGood =
      envelopeSchema.safeParse(record.headers).success &&
      definition?.topic.name === record.topic &&
      definition.data.safeParse(dataOf(record)).success;
    findings.check('message.well-formed', isGood, () => `${record.topic} ${contentOf(record)}`);
  }
};

/** Sequences of a key as first seen: 1, 2, 3 …; answers that are told again have none. */
const checkOrder = (evidence: Evidence, findings: Findings): void => {
  for (const topic of ['bidding.auction.v1', 'bidding.paddle.v1', 'ledger.hold.v1']) {
    const sequenced = firstOccurrences(evidence, topic).filter((one) => one.headers['ce_sequence']);
    for (const [key, ofKey] of Map.groupBy(sequenced, (one) => one.key)) {
      const found = ofKey.map((one) => Number(one.headers['ce_sequence']));
      const inOrder = found.every((sequence, index) => sequence === index + 1);
      findings.check('outbox.key-order', inOrder, () => `${topic} ${key}: ${found.join(' ')}`);
    }
  }
};

const PUBLIC_TYPES: Readonly<Record<string, string>> = {
  auction_sold: 'bidding.auction-closed.v1',
  auction_unsold: 'bidding.auction-closed.v1',
};
const publicType = (type: string): string =>
  PUBLIC_TYPES[type] ?? `bidding.${type.replaceAll('_', '-')}.v1`;

/** Both ways: what is committed is there, and what is there was committed. */
const compare = (
  findings: Findings,
  what: string,
  committed: Iterable<string>,
  published: Iterable<string>,
): void => {
  const there = new Set(published);
  const made = new Set(committed);
  for (const one of made)
    findings.check('outbox.no-loss', there.has(one), () => `${what} ${one} is on no topic`);
  for (const one of there)
    findings.check('outbox.no-phantom', made.has(one), () => `${what} ${one} was never committed`);
};

const checkAuctions = (evidence: Evidence, findings: Findings): void => {
  const published = firstOccurrences(evidence, 'bidding.auction.v1');
  const committed = evidence.auctions.flatMap(({ auction_id: id, sequence }) =>
    Array.from({ length: sequence }, (_, index) => `${id} ${index + 1}`),
  );
  const numbered = published.map(({ key, headers }) => `${key} ${Number(headers['ce_sequence'])}`);
  compare(findings, 'public event', committed, numbered);
  const seen = Map.groupBy(published, ({ key }) => key);
  for (const { auction_id: id, journal } of evidence.auctions) {
    const types = (seen.get(id) ?? []).map(typeOf);
    const bids = types.filter((type) => type === 'bidding.bid-placed.v1').length;
    const visible = journal.filter(
      ({ type, ...event }) => type === 'bid_placed' && (event['visible'] as unknown[]).length > 0,
    ).length;
    findings.equal('outbox.no-loss', bids, visible, `visible bids of ${id}`);
    const ends = journal.filter(({ type }) => type.startsWith('lot_') || type in PUBLIC_TYPES);
    for (const { type } of ends)
      findings.check('outbox.no-loss', types.includes(publicType(type)), () => `${id}: ${type}`);
  }
};

const checkLedgerCommands = (evidence: Evidence, findings: Findings): void => {
  const sent = firstOccurrences(evidence, 'ledger.command.v1').map(
    (record) => dataOf<{ commandId: string }>(record).commandId,
  );
  const asked = evidence.settlements.flatMap(({ journal }) =>
    journal.flatMap((event) => {
      const request = event['request'] as { commandId: string } | undefined;
      return request ? [request.commandId] : [];
    }),
  );
  for (const id of asked)
    findings.check('outbox.no-loss', sent.includes(id), () => `command ${id} is on no topic`);
  const decided = new Set(evidence.outcomes);
  for (const id of new Set(sent))
    findings.check('consumer.one-claim', decided.has(id), () => `command ${id} has no outcome`);
};

const checkAnswers = (evidence: Evidence, findings: Findings): void => {
  const answers = ['ledger.hold.v1', 'ledger.transfer.v1'].flatMap((topic) =>
    firstOccurrences(evidence, topic).flatMap((record) => {
      const { commandId } = dataOf<{ commandId?: string }>(record);
      return commandId === undefined ? [] : [commandId];
    }),
  );
  compare(findings, 'answer to command', evidence.outcomes, answers);
  const placed = firstOccurrences(evidence, 'ledger.hold.v1').filter(
    (record) => record.headers['ce_sequence'],
  );
  const versions = placed.map(({ key, headers }) => `${key} ${Number(headers['ce_sequence'])}`);
  const held = evidence.holds.flatMap(({ id, version }) =>
    Array.from({ length: Number(version) }, (_, index) => `${id} ${index + 1}`),
  );
  compare(findings, 'change of hold', held, versions);
};

/** What lies on the topics against what the databases say was committed. */
export const checkTopics = (evidence: Evidence, findings: Findings): void => {
  checkCopies(evidence, findings);
  checkForm(evidence, findings);
  checkOrder(evidence, findings);
  checkAuctions(evidence, findings);
  checkLedgerCommands(evidence, findings);
  checkAnswers(evidence, findings);
  const told = firstOccurrences(evidence, 'notification.delivery.v1').map(
    (record) => dataOf<{ notificationId: string }>(record).notificationId,
  );
  const notified = evidence.notifications.map(({ id }) => id);
  compare(findings, 'notification', notified, told);
  findings.equal('notification.delivered-once', told.length, notified.length, 'deliveries told');
};
