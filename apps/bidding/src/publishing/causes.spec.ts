import { Room } from '../../test/domain/room';
import { noAuction } from '../domain/auction/auction';
import { auctionMessages } from './auction-messages';

const traceOfBid = (n: number) => ({ traceparent: `00-${n}-1-01` });

it('gives each bid’s event the trace of its own request, and others none', () => {
  const room = new Room({});
  room.bid('anna', 20_00n);
  room.bid('ben', 30_00n);
  const bids = room.journal.flatMap((event) => (event.type === 'bid_placed' ? [event.bid] : []));
  const causes = new Map(bids.map(({ bidId }, n) => [bidId, traceOfBid(n)]));
  const messages = auctionMessages('default', noAuction, room.journal, causes);

  expect(messages.map(({ causation }) => causation?.trace)).toEqual([
    undefined,
    undefined,
    traceOfBid(0),
    traceOfBid(1),
  ]);
});
