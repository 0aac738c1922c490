-- What is to be told to whoever bids under a number, until bidding's paddle event says who that is.
CREATE TABLE waiting_notice (
  tenant_id text COLLATE "C" NOT NULL,
  sale_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  auction_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  -- Of the event in the auction's public order: of several the last that still matters is told.
  sequence bigint NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  details jsonb NOT NULL,
  waits_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, sale_id, number, auction_id, event_id, kind)
);
