import { formatMoney } from './money.js';

/** What became of an auction, in a sentence; for one that runs, nothing. */
const outcomeOf = ({ status, leader, price }, leads) => {
  if (status === 'sold')
    return `Sold to ${leads ? 'you' : `paddle ${leader}`} at ${formatMoney(price)}.`;
  if (status === 'unsold') return 'Not sold.';
  return status === 'cancelled' ? 'Cancelled.' : '';
};

/** How the person stands in an auction: the kind for its colour, and the sentence. */
export const standingOf = (auction, { leads, wasOutbid }) => {
  const outcome = outcomeOf(auction, leads);
  if (outcome) return [leads ? 'leading' : 'ended', outcome];
  if (leads) return ['leading', 'You lead.'];
  return wasOutbid ? ['outbid', 'You have been outbid.'] : ['', ''];
};

/** What to know before bidding. */
export const hintFor = (auction, bidder, limit) => {
  if (!bidder) return 'Join above to bid.';
  const least = `At least ${formatMoney(auction.minimumBid)}.`;
  const most = limit ? ` Your limit in this sale is ${formatMoney(limit)}, premium included.` : '';
  return `${least}${most} Others see only what is needed to lead.`;
};

/** Why a bid was refused, and what to do. */
export const refusalText = (problem, { minimumBid }) => {
  if (problem.code === 'bid_too_low') return `Bid at least ${formatMoney(minimumBid)}.`;
  const { title, detail } = problem.document ?? {};
  return title && detail ? `${title}. ${detail}` : problem.message;
};
