import { createDatabase, eventually, tcpProxy, type TcpProxy } from '@outcry/testing';
import { armFailpoint } from '..';
import { expectFaithful, moved, outboxRig, upTo, type OutboxRig } from '../../test/outbox-rig';
import type { Database } from '../sql';

/** The same database, which tells when the deletion of published rows fails. */
const watched = (database: Database, onFailedDeletion: () => void): Database => ({
  transact: (work) => database.transact(work),
  query: <Row extends object>(text: string, values?: readonly unknown[]) =>
    database.query<Row>(text, values).catch((error: unknown) => {
      if (text.includes('DELETE FROM outbox\n')) onFailedDeletion();
      throw error;
    }),
});

/** The statement that deletes is a transaction of its own: its end is the relay's COMMIT. */
describe('a relay whose connection is cut while it deletes what it published', () => {
  let rig: OutboxRig;
  let proxy: TcpProxy;
  let database: ReturnType<typeof createDatabase>;
  let disarm: () => void;
  beforeEach(async () => {
    rig = await outboxRig();
    const url = new URL(rig.connectionString);
    proxy = await tcpProxy({ host: url.hostname, port: Number(url.port) });
    url.host = `${proxy.host}:${proxy.port}`;
    database = createDatabase({ connectionString: url.href, maxConnections: 10 });
    disarm = () => undefined;
  });
  afterEach(async () => {
    disarm();
    await rig.close();
    await database.close();
    await proxy.close();
  });

  const ten = upTo(10).map((at) => moved('crate-1', at));

  /** Publishes ten rows of one key, with `cut` when the first batch is about to be deleted. */
  const publishTen = async (cut: () => Promise<void>): Promise<{ failedDeletions: number }> => {
    let failedDeletions = 0;
    disarm = armFailpoint('relay.before-delete', async () => {
      disarm();
      await cut();
    });
    await rig.emit(...ten);
    const onFailedDeletion = (): void => void (failedDeletions += 1);
    await rig.relay({ database: watched(database, onFailedDeletion), leaseTtlMs: 20_000 }).start();
    await eventually(() => expect(failedDeletions).toBe(1));
    await proxy.refuse();
    proxy.fault({ kind: 'none' });
    await proxy.accept();
    await eventually(async () => expect(await rig.pending()).toBe(0));
    await rig.emit(moved('crate-1', 11));
    await eventually(async () => expect(await rig.pending()).toBe(0));
    expectFaithful(rig.published(), { 'crate-1': 11 });
    return { failedDeletions };
  };

  it('publishes the rows again when the server has not heard of it', async () => {
    await publishTen(() => proxy.refuse());
    expect(rig.published()).toHaveLength(21);
  });

  it('goes on behind them when the server has committed and only its answer was lost', async () => {
    await publishTen(async () => {
      proxy.fault({ kind: 'unanswered' });
      // Cut as soon as the rows have gone, which is seen on a connection of its own.
      void eventually(async () => expect(await rig.pending()).toBe(0)).then(() => proxy.cut());
    });
    expect(rig.published()).toHaveLength(11);
  });
});
