-- States and events are jsonb with integers of any size tagged as {"$n": "<decimal>"}; the columns
-- beside them are what statements filter, order or check by. Tables that only bids write carry no
-- foreign keys: their rows are written under the lock of the row that they belong to.

CREATE TABLE sale (
  sale_id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  -- The sale as it was made: it never changes.
  state jsonb NOT NULL,
  -- The last paddle number given.
  paddles_registered integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX sale_by_tenant ON sale (tenant_id, sale_id);

CREATE TABLE auction (
  auction_id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  sale_id uuid NOT NULL REFERENCES sale,
  seller_id text NOT NULL,
  status text NOT NULL
    CHECK (status IN ('draft', 'scheduled', 'open', 'sold', 'unsold', 'cancelled')),
  opens_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  -- Number of the last public event.
  sequence integer NOT NULL,
  -- Number of journal entries, secret ones included.
  version integer NOT NULL,
  -- Decisions never go back in time, refusals included.
  last_decided_at timestamptz(3) NOT NULL,
  -- Private: terms hold the reserve, state the leader's maximum. Terms are apart since a bid does
  -- not change them and so never copies them.
  terms jsonb NOT NULL,
  state jsonb NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX auction_by_tenant ON auction (tenant_id, auction_id);
CREATE INDEX auction_by_status ON auction (tenant_id, status, auction_id);
CREATE INDEX auction_by_sale ON auction (tenant_id, sale_id, auction_id);
CREATE INDEX auction_to_open ON auction (opens_at) WHERE status = 'scheduled';
CREATE INDEX auction_to_close ON auction (ends_at) WHERE status = 'open';

-- Private and append only: every accepted change, with maxima, reserve and the decision's time.
CREATE TABLE auction_journal (
  auction_id uuid NOT NULL,
  entry integer NOT NULL,
  -- Whose bid or withdrawal it is.
  bidder_id text,
  event jsonb NOT NULL,
  PRIMARY KEY (auction_id, entry)
);
CREATE INDEX auction_journal_by_bidder ON auction_journal (auction_id, bidder_id, entry)
  WHERE bidder_id IS NOT NULL;

-- The public bid history, under paddle numbers.
CREATE TABLE bid (
  auction_id uuid NOT NULL,
  -- The public event that showed it, and its place there.
  sequence integer NOT NULL,
  place smallint NOT NULL,
  bid_id uuid NOT NULL,
  paddle_number text NOT NULL,
  amount numeric(38, 0) NOT NULL,
  automatic boolean NOT NULL,
  placed_at timestamptz(3) NOT NULL,
  withdrawn boolean NOT NULL DEFAULT false,
  PRIMARY KEY (auction_id, sequence, place)
);

CREATE TABLE paddle (
  paddle_id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  sale_id uuid NOT NULL REFERENCES sale,
  bidder_id text NOT NULL,
  number text NOT NULL,
  status text NOT NULL CHECK (status IN ('requested', 'live', 'closing', 'closed', 'refused')),
  spending_limit numeric(38, 0) NOT NULL,
  held numeric(38, 0) NOT NULL,
  exposure numeric(38, 0) NOT NULL,
  version integer NOT NULL,
  state jsonb NOT NULL,
  -- The command to the ledger that has no answer yet, and when to send it again (real time).
  command_id uuid,
  sends smallint NOT NULL DEFAULT 0,
  resend_at timestamptz(3),
  UNIQUE (sale_id, number),
  CONSTRAINT paddle_exposure_within_limit CHECK (status <> 'live' OR exposure <= spending_limit)
) WITH (fillfactor = 70);
CREATE INDEX paddle_by_sale ON paddle (tenant_id, sale_id, paddle_id);
CREATE INDEX paddle_by_bidder ON paddle (sale_id, bidder_id);
-- One registration of a bidder at a time.
CREATE UNIQUE INDEX paddle_in_use ON paddle (sale_id, bidder_id)
  WHERE status IN ('requested', 'live', 'closing');
CREATE INDEX paddle_to_resend ON paddle (resend_at) WHERE resend_at IS NOT NULL;

-- What a paddle owes or may come to owe, by auction; the sum is its exposure.
CREATE TABLE paddle_commitment (
  paddle_id uuid NOT NULL,
  auction_id uuid NOT NULL,
  cost numeric(38, 0) NOT NULL,
  state jsonb NOT NULL,
  PRIMARY KEY (paddle_id, auction_id)
);

CREATE TABLE settlement (
  settlement_id uuid PRIMARY KEY,
  tenant_id text NOT NULL,
  auction_id uuid NOT NULL,
  seller_id text NOT NULL,
  buyer_id text NOT NULL,
  paddle_id uuid NOT NULL REFERENCES paddle,
  status text NOT NULL,
  -- The business deadline, by the tenant's clock.
  due_at timestamptz(3),
  version integer NOT NULL,
  last_decided_at timestamptz(3) NOT NULL,
  state jsonb NOT NULL,
  command_id uuid,
  sends smallint NOT NULL DEFAULT 0,
  -- When to send the command again, or to ask again after a refusal (real time).
  resend_at timestamptz(3)
);
CREATE INDEX settlement_by_tenant ON settlement (tenant_id, settlement_id);
CREATE INDEX settlement_by_buyer ON settlement (tenant_id, buyer_id, settlement_id);
CREATE INDEX settlement_by_seller ON settlement (tenant_id, seller_id, settlement_id);
-- One buyer at a time.
CREATE UNIQUE INDEX settlement_in_force ON settlement (auction_id) WHERE status <> 'defaulted';
CREATE INDEX settlement_due ON settlement (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX settlement_to_resend ON settlement (resend_at) WHERE resend_at IS NOT NULL;

CREATE TABLE settlement_journal (
  settlement_id uuid NOT NULL,
  entry integer NOT NULL,
  event jsonb NOT NULL,
  PRIMARY KEY (settlement_id, entry)
);

CREATE FUNCTION refuse_to_rewrite() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal % is append only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER auction_journal_append_only BEFORE UPDATE OR DELETE ON auction_journal
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER settlement_journal_append_only BEFORE UPDATE OR DELETE ON settlement_journal
  FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
