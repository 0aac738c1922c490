import { randomBytes } from 'node:crypto';
import { bidding, type MessageData, type MessageDefinition } from '@outcry/contracts';
import { toTimestamp, uuidV7Generator } from '@outcry/kernel';
import { message, type OutgoingMessage } from '@outcry/messaging';

export const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);
export const TENANT = 'acme';

const usd = (amount: number) => ({ amount: String(amount), asset: 'USD/2' });

/** One auction's public events, numbered as they are made. */
export const anAuction = (options: { readonly endsAtMs?: number } = {}) => {
  const auctionId = ids.next();
  const saleId = ids.next();
  const endsAt = toTimestamp(options.endsAtMs ?? Date.now() + 3_600_000);
  let sequence = 0;
  let leader: string | null = null;
  let price: ReturnType<typeof usd> | null = null;
  let status: bidding.PublicAuctionState['status'] = 'scheduled';

  const state = (): bidding.PublicAuctionState => ({
    status,
    price,
    leader,
    bidCount: sequence,
    minimumBid: null,
    opensAt: toTimestamp(0),
    endsAt,
    extensions: 0,
    reserveMet: null,
    buyNow: null,
  });
  const event = <D extends MessageDefinition>(
    definition: D,
    more: Omit<MessageData<D>, 'auctionId' | 'saleId' | 'occurredAt' | 'auction'>,
  ): OutgoingMessage => {
    sequence += 1;
    const occurredAt = toTimestamp(Date.now());
    const data = { auctionId, saleId, occurredAt, auction: state(), ...more };
    return message({
      definition,
      tenantId: TENANT,
      key: auctionId,
      sequence: BigInt(sequence),
      data: data as unknown as MessageData<D>,
    });
  };
  const lot = { title: 'A lamp', description: '', imageUrls: [] };

  return {
    auctionId,
    saleId,
    scheduled: (sellerId = 'sam') =>
      event(bidding.auctionScheduledV1, { sellerId, lot, mode: 'proxy' }),
    bid: (paddle: string, amount: number, more: { reserveMetNow?: boolean } = {}) => {
      const previousLeader = leader;
      status = 'open';
      leader = paddle;
      price = usd(amount);
      return event(bidding.bidPlacedV1, {
        bids: [{ bidId: ids.next(), paddle, amount: usd(amount), automatic: false }],
        previousLeader,
        extended: false,
        reserveMetNow: more.reserveMetNow ?? false,
      });
    },
    /** An operator voids the leader's bid. */
    voided: (nextLeader: string | null) => {
      const previousLeader = leader;
      const paddle = leader ?? '1';
      leader = nextLeader;
      return event(bidding.bidsWithdrawnV1, {
        by: 'operator',
        paddle,
        bidIds: [ids.next()],
        previousLeader,
      });
    },
    closed: (sellerId = 'sam') => {
      status = leader === null ? 'unsold' : 'sold';
      return event(bidding.auctionClosedV1, {
        outcome: leader === null ? 'unsold' : 'sold',
        by: leader === null ? 'passed' : 'hammer',
        winner: leader,
        hammerPrice: leader === null ? null : price,
        sellerId,
      });
    },
    reawarded: (to: string, sellerId = 'sam') => {
      const from = leader ?? '1';
      leader = to;
      return event(bidding.lotReawardedV1, { from, to, hammerPrice: usd(1), sellerId });
    },
    paddle: (number: string, bidderId: string): OutgoingMessage => {
      const paddleId = ids.next();
      return message({
        definition: bidding.paddleRegisteredV1,
        tenantId: TENANT,
        key: paddleId,
        sequence: 1n,
        data: { paddleId, saleId, number, bidderId, occurredAt: toTimestamp(Date.now()) },
      });
    },
  };
};
export type TestAuction = ReturnType<typeof anAuction>;
