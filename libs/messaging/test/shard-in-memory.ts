import type { PendingRow } from '../src/relay/publish/pending.sql';
import { drainShard, readShard, type DrainContext } from '../src/relay/publish/shard-drain';
import { topicRests } from '../src/relay/publish/topic-rests';
import { noMetrics, silentLog } from '../src/telemetry';

/** A shard whose table and broker are lists; what it did can be read, what it meets can be set. */
class ShardInMemory {
  table: PendingRow[] = [];
  parkedKeys = new Set<string>();
  parked: { position: string; cause: string | null }[] = [];
  reads: { inHand: readonly string[]; found: string[] }[] = [];
  removals: string[][] = [];
  sent: string[][] = [];
  counts: string[] = [];
  logged: string[] = [];
  isOurs = true;
  active = true;
  wakes = 0;
  onSend: (values: string[]) => Promise<void> = async () => undefined;
  onRemove: () => Promise<void> = async () => undefined;
  #filled = 0;

  fill(count: number, keyOf: (at: number) => string = () => 'k'): void {
    for (let added = 0; added < count; added += 1) {
      this.#filled += 1;
      const at = this.#filled;
      this.table.push({
        ...{ position: String(at), topic: 't', key: keyOf(at), headers: '{}' },
        ...{ payload: String(at), createdMs: Date.now() - 1_000, parked: false },
      });
    }
  }

  /** Reads and then drains the shard, as the relay's loop does. */
  async drain(more: Partial<DrainContext> = {}): Promise<void> {
    const context = this.#context(more);
    await drainShard(context, await readShard(context));
  }

  #context(more: Partial<DrainContext>): DrainContext {
    return {
      shard: 3,
      store: this.#store,
      senders: {
        send: async ({ batches }) => {
          const records = batches.flatMap((of) => of.records);
          // As an encoding does: whose headers are no JSON is found by reading them.
          const values = records.map(({ headers, value }) =>
            headers === null ? '' : (value ?? ''),
          );
          await this.onSend(values);
          this.sent.push(values);
        },
      },
      rests: topicRests(() => 0),
      active: () => this.active,
      limits: { readRows: 3, maxBatchBytes: 1_000_000, maxPartitionBytes: 1_000_000 },
      partitionOf: () => 0,
      wakes: () => this.wakes,
      orWoken: (work) => work,
      log: { ...silentLog, error: (_fields, text) => void this.logged.push(text) },
      metrics: { ...noMetrics, count: (name) => void this.counts.push(name) },
      ...more,
    };
  }

  #take(positions: readonly string[]): void {
    this.table = this.table.filter(({ position }) => !positions.includes(position));
  }

  readonly #store: DrainContext['store'] = {
    read: async (inHand, limit, resting) => {
      const free = this.table.filter(
        ({ position, topic }) =>
          this.isOurs && !inHand.includes(position) && !resting.includes(topic),
      );
      const rows = free
        .slice(0, limit)
        .map((row) => ({ ...row, parked: this.parkedKeys.has(row.key) }));
      this.reads.push({ inHand, found: rows.map(({ position }) => position) });
      return rows;
    },
    remove: async (positions) => {
      await this.onRemove();
      if (this.isOurs) this.#take(positions);
      this.removals.push([...positions]);
      return this.isOurs;
    },
    park: async (position, cause) => {
      const row = this.table.find((one) => one.position === position);
      if (this.isOurs && row !== undefined) {
        this.parkedKeys.add(row.key);
        this.parked.push({ position, cause });
        this.#take([position]);
      }
      return this.isOurs;
    },
    moveBehind: async (positions) => {
      if (this.isOurs) {
        this.parked.push(...positions.map((position) => ({ position, cause: null })));
        this.#take(positions);
      }
      return this.isOurs;
    },
  };
}

export const aShard = (): ShardInMemory => new ShardInMemory();
