import { createDatabases, migrateDatabases } from './databases.mjs';
import { createTopics, registeredTopics } from './topics.mjs';

/**
 * What servers need before services can run on them. Repeatable.
 * @typedef {import('../progress.mjs').Progress} Progress
 */

/**
 * @param {string} url Of a role that may create databases and roles.
 * @param {readonly import('../../build/apps.mjs').App[]} apps
 * @param {Progress} progress
 */
export const prepareDatabases = (url, apps, progress) =>
  progress.step('Databases', async (detail) => {
    const owners = apps.filter(({ ownsDatabase }) => ownsDatabase);
    await createDatabases(url, owners);
    const applied = await migrateDatabases(url, owners);
    detail(`${owners.length} databases, ${applied} migrations applied`);
  });

/** @param {string} brokers @param {number} replicationFactor @param {Progress} progress */
export const prepareTopics = (brokers, replicationFactor, progress) =>
  progress.step('Topics', async (detail) => {
    const topics = await registeredTopics();
    const created = await createTopics(brokers, topics, replicationFactor);
    detail(`${topics.length} topics, ${created} created`);
  });
