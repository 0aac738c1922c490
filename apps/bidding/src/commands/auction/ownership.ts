import type { KnownAuction } from '../../domain/auction/auction';

/** Whose auctions a caller may act on: a seller's own; an operator's are all. */
export type Owner = { readonly sellerId: string } | 'any';

export const ownedBy = (owner: Owner, auction: KnownAuction): boolean =>
  owner === 'any' || auction.sellerId === owner.sellerId;
