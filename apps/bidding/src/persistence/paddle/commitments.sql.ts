/** What paddles have committed. `$1` paddle ids. */
export const COMMITMENTS = `
SELECT c.paddle_id, c.auction_id, c.state
  FROM paddle_commitment c
 WHERE c.paddle_id = ANY ($1::uuid[])`;
