import { bidding } from '@outcry/contracts';
import { defined } from '@outcry/kernel';
import { isMessage, type ProjectionDefinition, type ReceivedMessage } from '@outcry/messaging';
import { liveFrameOf } from '../domain/live-frame';
import type { LiveWindow, RoomFrame } from '../live/live-window';
import { AUCTION_EVENTS, type AuctionEventData } from './auction-fact.translator';

const MAX_BATCH = 200;

const roomFrameOf = (received: ReceivedMessage): RoomFrame => {
  const { auctionId, auction } = received.data as AuctionEventData;
  return {
    tenantId: received.tenantId,
    auctionId,
    frame: liveFrameOf({
      type: received.type,
      sequence: Number(defined(received.sequence, 'an auction event carries its sequence')),
      auction,
      bids: isMessage(bidding.bidPlacedV1, received) ? received.data.bids : [],
    }),
  };
};

/** Feeds the live rooms. The window's script drops repeats; what is lost, gateways notice. */
export const liveProjection = (window: LiveWindow): ProjectionDefinition => ({
  name: 'notification.live',
  accepts: AUCTION_EVENTS,
  from: 'latest',
  maxBatch: MAX_BATCH,
  project: async (messages) => {
    await window.append(messages.map(roomFrameOf));
  },
});
