/** Outbox and relay: nothing lost, nothing invented, order per key. */
/** @typedef {import('../table.mjs').Mutant} Mutant */

/** @type {readonly Mutant[]} */
export const outbox = [
  {
    name: 'outbox/read-by-cursor',
    breaks: 'slow transactions are never skipped',
    file: 'libs/messaging/src/relay/publish/pending.sql.ts',
    from: 'return (await sql.query<PendingRow>(text, [shard, owner, epoch, inHand, limit, resting])).rows;',
    to: 'return (await sql.query<PendingRow>(text, [shard, owner, epoch, inHand, limit, resting])).rows.filter(({ position }) => { const cursors = ((globalThis as any).cursors ??= new Map()); if (BigInt(position) <= (cursors.get(sql)?.[shard] ?? 0n)) return false; cursors.set(sql, { ...cursors.get(sql), [shard]: BigInt(position) }); return true; });',
    test: ['libs/messaging', 'relay/relay.int', 'slow transaction'],
  },
  {
    name: 'outbox/delete-by-range',
    breaks: 'exactly the acknowledged rows are deleted',
    file: 'libs/messaging/src/relay/publish/pending.sql.ts',
    from: `position = ANY ($4::bigint[])
  AND EXISTS`,
    to: `position <= (SELECT max(p) FROM unnest($4::bigint[]) AS p)
  AND EXISTS`,
    test: ['libs/messaging', 'relay/relay.int', 'slower row appears'],
  },
  {
    name: 'outbox/delete-without-fence',
    breaks: 'every write by an owner is fenced by the epoch',
    file: 'libs/messaging/src/relay/publish/pending.sql.ts',
    from: `position = ANY ($4::bigint[])
  AND EXISTS (SELECT FROM outbox_lease l
              WHERE l.shard = $1::smallint AND l.owner = $2 AND l.epoch = $3::bigint)\``,
    to: 'position = ANY ($4::bigint[]) AND ($2::text, $3::bigint) IS NOT NULL`',
    test: ['libs/messaging', 'publish/shard-store.int'],
  },
  {
    name: 'outbox/read-after-expiry',
    breaks: 'an expired lease reads nothing',
    file: 'libs/messaging/src/relay/publish/pending.sql.ts',
    from: `
                AND l.expires_at > clock_timestamp())`,
    to: ')',
    test: ['libs/messaging', 'publish/shard-store.int'],
  },
  {
    name: 'outbox/park-without-fence',
    breaks: 'every write by an owner is fenced by the epoch',
    file: 'libs/messaging/src/relay/publish/parking.sql.ts',
    from: 'AND owner = $2 AND epoch = $3::bigint FOR UPDATE',
    to: 'AND ($2::text, $3::bigint) IS NOT NULL FOR UPDATE',
    test: ['libs/messaging', 'publish/shard-store.int'],
  },
  {
    name: 'outbox/overtake-parked-key',
    breaks: 'later rows of a parked key wait',
    file: 'libs/messaging/src/relay/publish/pending.sql.ts',
    from: `EXISTS (SELECT FROM outbox_parked_key p
               WHERE p.shard = o.shard AND p.topic = o.topic AND p.key = o.key) AS parked`,
    to: 'false AS parked',
    test: ['libs/messaging', 'parked-keys.int'],
  },
  {
    name: 'outbox/overtake-in-batch',
    breaks: 'rows of a batch behind a refused one wait',
    file: 'libs/messaging/src/relay/publish/isolation.ts',
    from: 'rows.filter((row) => !parkedKeys.has(keyOf(row)))',
    to: 'rows',
    test: ['libs/messaging', 'publish/isolation.spec'],
  },
  {
    name: 'outbox/poison-stops-shard',
    breaks: 'a row that can never be sent parks its key, not its shard',
    file: 'libs/messaging/src/relay/publish/isolation.ts',
    from: 'else if (isRefusal(error)) await isolate(open, error);',
    to: '',
    test: ['libs/messaging', 'publish/isolation.spec'],
  },
  {
    name: 'outbox/missing-topic-stops-shard',
    breaks: 'a missing topic holds up its own rows only',
    file: 'libs/messaging/src/relay/publish/isolation.ts',
    from: `if (isMissingTopic(error)) await separate(open, error);
      else if`,
    to: 'if',
    test: ['libs/messaging', 'publish/isolation.spec'],
  },
  {
    name: 'outbox/batches-overlap',
    breaks: 'one batch in flight per producer',
    file: 'libs/messaging/src/relay/publish/sender.ts',
    from: 'turn.then(() => send(batches, mayRepeat))',
    to: 'send(batches, mayRepeat)',
    test: ['libs/messaging', 'publish/sender.spec'],
  },
  {
    name: 'outbox/keep-producer-in-doubt',
    breaks: 'a producer in doubt is replaced',
    file: 'libs/messaging/src/relay/publish/sender.ts',
    from: `    const dropped = producer;
    producer = undefined;`,
    to: '    const dropped = producer;',
    test: ['libs/messaging', 'publish/sender.spec'],
  },
  {
    name: 'outbox/delete-before-send',
    breaks: 'a row is deleted after its acknowledgement',
    file: 'libs/messaging/src/relay/publish/shard-publisher.ts',
    from: 'await sender.send(toTopicRecords(batch), active);',
    to: 'await remove(batch).catch(() => undefined); await sender.send(toTopicRecords(batch), active);',
    test: ['libs/messaging', 'publish/shard-drain.spec'],
  },
  {
    name: 'outbox/take-live-lease',
    breaks: 'a shard has one holder',
    file: 'libs/messaging/src/relay/lease/lease.sql.ts',
    from: `WHERE owner IS NULL OR expires_at <= clock_timestamp()
`,
    to: '',
    test: ['libs/messaging', 'lease/lease-keeper.int'],
  },
  {
    name: 'outbox/keep-epoch',
    breaks: 'a new holder has a new epoch',
    file: 'libs/messaging/src/relay/lease/lease.sql.ts',
    from: 'SET owner = $1, epoch = l.epoch + 1,',
    to: 'SET owner = $1, epoch = l.epoch,',
    test: ['libs/messaging', 'lease/lease-keeper.int'],
  },
  {
    name: 'outbox/insert-in-any-order',
    breaks: 'positions follow the order of the list',
    file: 'libs/messaging/src/outbox/insert-rows.sql.ts',
    from: 'ORDER BY m.place`',
    to: 'ORDER BY m.place DESC`',
    test: ['libs/messaging', 'outbox/outbox.int'],
  },
  {
    name: 'outbox/emit-anything',
    breaks: 'a bad event fails its business transaction',
    file: 'libs/messaging/src/outbox/strict-payload.ts',
    from: 'if (!parsed.success) {',
    to: `if (!parsed.success) return JSON.stringify(data);
  if (!parsed.success) {`,
    test: ['libs/messaging', 'outbox/strict-payload.spec'],
  },
  {
    name: 'outbox/emit-unknown-fields',
    breaks: 'a field that the contract does not know fails the transaction',
    file: 'libs/messaging/src/outbox/strict-payload.ts',
    from: 'if (dropped !== undefined) {',
    to: "if (dropped === '') {",
    test: ['libs/messaging', 'outbox/strict-payload.spec'],
  },
  {
    name: 'outbox/reuse-sent-id',
    breaks: 'a fixed row that may have been sent gets a new id',
    file: 'libs/messaging/src/outbox/parked/parked-keys.ts',
    from: 'row.maybeSent ? ids.next() : row.id',
    to: 'row.id',
    test: ['libs/messaging', 'parked-keys.int'],
  },
  {
    name: 'outbox/act-without-audit',
    breaks: 'what people do leaves an audit row',
    file: 'libs/messaging/src/outbox/parked/parked-keys.ts',
    from: 'await writeParkedAudit(sql, operator, done);',
    to: '',
    test: ['libs/messaging', 'parked-keys.int'],
  },
  {
    name: 'outbox/other-partition',
    breaks: 'a key has one partition, the one of every other client',
    file: 'libs/messaging/src/transport/murmur2.ts',
    from: '(murmur2(key) & 0x7fffffff) % partitions',
    to: 'Math.abs(murmur2(key)) % partitions',
    test: ['libs/messaging', 'transport/murmur2.spec'],
  },
  {
    name: 'outbox/park-what-will-pass',
    breaks: 'only what the broker never takes is parked',
    file: 'libs/messaging/src/relay/publish/refusal.ts',
    from: 'isOperationalError(error) && !error.retryable',
    to: 'isOperationalError(error)',
    test: ['libs/messaging', 'publish/(isolation|shard-drain).*spec'],
  },
];
