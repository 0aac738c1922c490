/** The two halves of a book: who buys bids, who sells asks. */
export type BookSide = 'bids' | 'asks';
