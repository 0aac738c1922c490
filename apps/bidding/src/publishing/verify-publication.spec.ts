import { END } from '../../test/domain/builders';
import { Room } from '../../test/domain/room';
import { projectJournal } from './auction-messages';
import { type FoundMessage, publicationFaults } from './verify-publication';

const room = new Room();
room.bid('anna', 80_00n);
room.bid('anna', 90_00n);
room.close(END);
const { journal } = room;
const found: FoundMessage[] = projectJournal('', journal).map((message) => ({
  type: message.definition.type,
  sequence: message.sequence ?? 0n,
  data: JSON.parse(JSON.stringify(message.data)) as unknown,
}));

const last = 4n;

describe('the proof that published events are the projection of the journal', () => {
  it('holds for what was published, also twice and out of order', () => {
    expect(found).toHaveLength(4);
    expect(publicationFaults(journal, found, last)).toEqual([]);
    expect(publicationFaults(journal, [...found].reverse().concat(found), last)).toEqual([]);
  });

  it('finds an event that is missing', () => {
    expect(publicationFaults(journal, found.slice(1), last)).toEqual(['event 1 was not published']);
  });

  it('does not ask for what was decided later than the look at the topic', () => {
    expect(publicationFaults(journal, found.slice(0, 3), 3n)).toEqual([]);
  });

  it('finds an event that the journal does not know', () => {
    const invented = { type: 'bidding.bid-placed.v1', sequence: 9n, data: {} };
    expect(publicationFaults(journal, [...found, invented], last)).toEqual([
      'event 9 is not in the journal',
    ]);
  });

  it('finds another content and another type', () => {
    const change = (changes: Partial<FoundMessage>) =>
      found.map((one) => (one.sequence === 3n ? { ...one, ...changes } : one));
    const fault = ['event 3 was published with another content'];
    expect(publicationFaults(journal, change({ data: {} }), last)).toEqual(fault);
    expect(publicationFaults(journal, change({ type: 'bidding.auction-opened.v1' }), last)).toEqual(
      fault,
    );
  });
});
