import { partitionPositions, type PartitionPositions } from './partition-positions';

describe('the positions of a subscription', () => {
  let now: number;
  let positions: PartitionPositions;
  beforeEach(() => {
    now = 1_000;
    positions = partitionPositions(() => now);
    positions.assign(['t/0', 't/1']);
  });

  it('sum up what is waiting in the partitions of which both ends are known', () => {
    expect(positions.lag()).toBe(0n);
    positions.end('t/0', 10n);
    expect(positions.lag()).toBe(0n);
    positions.next('t/0', 4n);
    positions.next('t/1', 3n);
    positions.end('t/1', 5n);
    expect(positions.lag()).toBe(8n);
    expect(positions.assigned()).toBe(2);
  });

  it('never count backwards', () => {
    positions.end('t/0', 10n);
    positions.next('t/0', 8n);
    positions.next('t/0', 4n);
    expect(positions.lag()).toBe(2n);
    positions.end('t/0', 5n);
    expect(positions.lag()).toBe(0n);
  });

  it('keep what is known of a partition that stays, and forget one that leaves', () => {
    positions.end('t/0', 10n);
    positions.next('t/0', 4n);
    positions.end('t/1', 10n);
    positions.next('t/1', 4n);
    positions.assign(['t/1']);
    expect(positions.lag()).toBe(6n);
    expect(positions.assigned()).toBe(1);
    positions.end('t/0', 99n);
    positions.next('t/0', 1n);
    expect(positions.lag()).toBe(6n);
  });

  it('advance whenever an offset does, and only then while something waits', () => {
    positions.end('t/0', 10n);
    positions.next('t/0', 4n);
    now = 2_000;
    expect(positions.lastAdvanceMs()).toBe(1_000);
    positions.end('t/0', 11n);
    positions.next('t/0', 4n);
    expect(positions.lastAdvanceMs()).toBe(1_000);
    positions.next('t/0', 5n);
    expect(positions.lastAdvanceMs()).toBe(2_000);
  });

  it('do not look stalled the moment a record arrives after a long silence', () => {
    positions.next('t/0', 4n);
    positions.end('t/0', 4n);
    now = 900_000;
    positions.end('t/0', 5n);
    expect(positions.lag()).toBe(1n);
    expect(positions.lastAdvanceMs()).toBe(900_000);
    now = 910_000;
    expect(positions.lastAdvanceMs()).toBe(900_000);
    positions.next('t/0', 5n);
    now = 920_000;
    expect(positions.lastAdvanceMs()).toBe(920_000);
  });

  it('begin anew with every assignment', () => {
    positions.end('t/0', 10n);
    positions.next('t/0', 4n);
    now = 5_000;
    positions.assign(['t/0']);
    expect(positions.lastAdvanceMs()).toBe(5_000);
  });
});
