import type { BookSide } from '../../domain/market-data/frame/book-side';
import type { RecordedMessage } from '../recording';

/**
 * One event of a level-3 channel; the nonce counts per channel, a currency has four books in one.
 */
export type ReserveEvent = {
  readonly channel: string;
  readonly nonce: number;
  readonly kind: 'new' | 'cancelled';
  readonly guid: string;
  readonly side: BookSide;
  /** In 10^-8 Australian dollars; 0 in a cancellation, which names the order only. */
  readonly price: number;
  /** In 10^-8 of the currency; 0 in a cancellation. */
  readonly volume: number;
};

/** A full level-3 snapshot of one channel's currency, which carries no nonce. */
export type ReserveSnapshot = { readonly channel: string; readonly guids: readonly string[] };

const UNITS = 1e8;

type RawEvent = {
  readonly Channel?: string;
  readonly Nonce: number;
  readonly Event: string;
  readonly Data: {
    readonly OrderGuid: string;
    readonly OrderType: string;
    readonly Price?: { readonly aud: number };
    readonly Volume?: number;
  };
};
type RawOrder = { readonly Guid: string };
type RawSnapshot = {
  readonly PrimaryCurrencyCode: string;
  readonly BuyOrders: readonly RawOrder[];
  readonly SellOrders: readonly RawOrder[];
};

export const readReserveEvents = (messages: readonly RecordedMessage[]): ReserveEvent[] =>
  messages.flatMap(({ value }) => {
    const { Channel: channel, Nonce: nonce, Event: event, Data: data } = value as RawEvent;
    if (channel === undefined) return [];
    return {
      channel,
      nonce,
      kind: event === 'NewOrder' ? 'new' : 'cancelled',
      guid: data.OrderGuid,
      side: data.OrderType === 'LimitBid' ? 'bids' : 'asks',
      price: Math.round((data.Price?.aud ?? 0) * UNITS),
      volume: Math.round((data.Volume ?? 0) * UNITS),
    };
  });

export const readReserveSnapshots = (messages: readonly RecordedMessage[]): ReserveSnapshot[] =>
  messages.map(({ value }) => {
    const { PrimaryCurrencyCode, BuyOrders, SellOrders } = value as RawSnapshot;
    return {
      channel: `orderbook-${PrimaryCurrencyCode.toLowerCase()}`,
      guids: [...BuyOrders, ...SellOrders].map(({ Guid }) => Guid),
    };
  });
