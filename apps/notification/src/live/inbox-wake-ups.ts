import type { Redis } from 'ioredis';

export type Recipient = { readonly tenantId: string; readonly recipientId: string };

/**
 * Hints that an inbox has something new, for streams on any replica. Losable: streams also look by
 * themselves. The hint waits a moment, since its sender's transaction has not ended yet.
 */
export type InboxWakeUps = {
  readonly afterCommit: (recipients: readonly Recipient[]) => void;
  /** Calls `listener` on every hint for the recipient until the returned function is called. */
  readonly listen: (recipient: Recipient, listener: () => void) => () => void;
  readonly close: () => void;
};

const CHANNEL = 'inbox-wake';
/** Longer than a batch takes from its last statement to its commit; what is missed is polled. */
const COMMIT_MS = 30;

const keyOf = ({ tenantId, recipientId }: Recipient): string => `${tenantId} ${recipientId}`;

/**
 * @param publisher a connection for commands
 * @param subscriber a connection of its own, with automatic resubscription
 */
export const redisInboxWakeUps = (publisher: Redis, subscriber: Redis): InboxWakeUps => {
  const listeners = new Map<string, Set<() => void>>();
  const tell = (key: string): void => listeners.get(key)?.forEach((listener) => listener());

  subscriber.on('error', () => undefined);
  subscriber.on('message', (_channel: string, text: string) => text.split('\n').forEach(tell));
  subscriber.on('ready', () => {
    subscriber.subscribe(CHANNEL).catch(() => undefined);
  });

  return {
    afterCommit: (recipients) => {
      const text = [...new Set(recipients.map(keyOf))].join('\n');
      const send = (): void => void publisher.publish(CHANNEL, text).catch(() => undefined);
      setTimeout(send, COMMIT_MS).unref();
    },
    listen: (recipient, listener) => {
      const key = keyOf(recipient);
      const here = listeners.get(key) ?? new Set();
      listeners.set(key, here.add(listener));
      return () => {
        here.delete(listener);
        if (here.size === 0 && listeners.get(key) === here) listeners.delete(key);
      };
    },
    close: () => subscriber.disconnect(),
  };
};
