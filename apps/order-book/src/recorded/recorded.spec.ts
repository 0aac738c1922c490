import { join } from 'node:path';
import { readKrakenMessages } from './kraken/kraken-message';
import { replayKraken } from './kraken/replay-kraken';
import { readReserveEvents, readReserveSnapshots } from './independent-reserve/reserve-message';
import { replayReserve } from './independent-reserve/replay-reserve';
import { readMessages, readRecording } from './recording';

const messagesOf = (name: string) =>
  readMessages(readRecording(join(__dirname, '../../data', name)));

describe('a recorded day at Kraken (the shipped pair)', () => {
  const messages = readKrakenMessages(messagesOf('kraken-sc-eur.ws.gz'));

  it('gives the venue’s checksum after each of 818 deltas', () => {
    expect(replayKraken(messages)).toEqual({ snapshots: 1, checksums: 818, met: 818 });
  });

  it('gives a wrong checksum once a delta near the top is lost', () => {
    const { checksums, met } = replayKraken(messages.toSpliced(1, 1));
    expect(checksums).toBe(817);
    expect(met).toBeLessThan(817);
  });

  it('reads bids and asks of a message that has them in two parts', () => {
    const both = messages.filter(({ bids, asks }) => bids.length > 0 && asks.length > 0);
    expect(both.map(({ snapshot }) => snapshot)).toEqual([true, false]);
  });

  it.each([
    ['99999997.00000000', 9_999_999_700_000_000],
    ['0.00100000', 100_000],
    ['0.00000000', 0],
  ])('reads %s as %s units', (volume, units) => {
    const value = [1, { a: [['1.0', volume, '']], c: '1' }, 'book-10', 'A/B'];
    expect(readKrakenMessages([{ line: 7, value }])[0]?.asks).toEqual([[10, units]]);
  });

  it('refuses a number that no double holds exactly', () => {
    const value = [1, { a: [['1.0', '90071992547409.93000001', '']], c: '1' }, 'book-10', 'A/B'];
    expect(() => readKrakenMessages([{ line: 7, value }])).toThrow('no double is exactly');
  });
});

describe('a recorded day at Independent Reserve (two shipped currencies)', () => {
  const events = readReserveEvents(messagesOf('independent-reserve-dot-pmgt.ws.gz'));
  const snapshots = readReserveSnapshots(messagesOf('independent-reserve-dot-pmgt.http.gz'));

  it('has no gap in its nonces, and a snapshot that overlaps its events unknowably', () => {
    expect(replayReserve(events, snapshots)).toEqual({
      events: 221,
      gaps: 0,
      newInSnapshot: 8,
      cancelledFromSnapshot: 16,
      cancelledUnknown: 8,
    });
  });

  it('shows a lost event as a gap', () => {
    expect(replayReserve(events.toSpliced(100, 1), snapshots).gaps).toBe(1);
  });
});
