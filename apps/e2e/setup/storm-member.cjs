/**
 * A member of a consumer group that takes partitions and does nothing with them, in a process of
 * its own so that it can be killed without a word to the broker.
 */
const { Kafka, logLevel } = require('kafkajs');

const { STORM_BROKERS, STORM_GROUP, STORM_TOPICS } = process.env;
const SESSION_MS = 6_000; // The least that the broker allows.

const kafka = new Kafka({
  clientId: 'storm',
  brokers: STORM_BROKERS.split(','),
  logLevel: logLevel.NOTHING,
});
const consumer = kafka.consumer({ groupId: STORM_GROUP, sessionTimeout: SESSION_MS });

consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
  const partitions = Object.values(payload.memberAssignment).flat();
  process.stdout.write(`assigned ${partitions.length}\n`);
});

const join = async () => {
  await consumer.connect();
  await consumer.subscribe({ topics: STORM_TOPICS.split(',') });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
};

join().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
