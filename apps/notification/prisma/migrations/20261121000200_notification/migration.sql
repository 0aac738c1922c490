-- Who bids under which number, as bidding's paddle events tell it.
CREATE TABLE paddle (
  tenant_id text COLLATE "C" NOT NULL,
  sale_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  bidder_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, sale_id, number)
);

-- What the latest event seen of an auction says. Events may come in any order: sequence guards.
CREATE TABLE auction (
  tenant_id text COLLATE "C" NOT NULL,
  auction_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  -- Null until an event has named them.
  seller_id text COLLATE "C",
  title text,
  status text COLLATE "C" NOT NULL,
  -- Paddle number.
  leader text COLLATE "C",
  ends_at timestamptz(3),
  sequence bigint NOT NULL,
  -- Of the last event that said who won; 0 before.
  result_sequence bigint NOT NULL DEFAULT 0,
  -- When the watchers were told that it ends soon: once.
  ending_soon_at timestamptz(3),
  PRIMARY KEY (tenant_id, auction_id)
);
CREATE INDEX auction_ending ON auction (ends_at)
  WHERE status = 'open' AND ending_soon_at IS NULL;

-- Everybody who has bid in an auction.
CREATE TABLE auction_bidder (
  tenant_id text COLLATE "C" NOT NULL,
  auction_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, auction_id, number)
);

CREATE TABLE watch (
  tenant_id text COLLATE "C" NOT NULL,
  watcher_id text COLLATE "C" NOT NULL,
  auction_id uuid NOT NULL,
  watched_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, watcher_id, auction_id)
);
CREATE INDEX watch_auction ON watch (tenant_id, auction_id);

-- Locked by whoever adds to a recipient's inbox: so positions appear in their order.
CREATE TABLE inbox_head (
  tenant_id text COLLATE "C" NOT NULL,
  recipient_id text COLLATE "C" NOT NULL,
  last_position bigint NOT NULL,
  PRIMARY KEY (tenant_id, recipient_id)
);

-- superseded_at: a newer one took its place before it was read, or it stopped mattering. Such rows
-- stay, so that no event is told of twice, and are never shown.
CREATE TABLE notification (
  id uuid PRIMARY KEY,
  tenant_id text COLLATE "C" NOT NULL,
  recipient_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  auction_id uuid NOT NULL,
  sale_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  event_id uuid NOT NULL,
  details jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  read_at timestamptz(3),
  superseded_at timestamptz(3),
  CONSTRAINT notification_once UNIQUE (tenant_id, recipient_id, event_id, kind),
  CONSTRAINT notification_position UNIQUE (tenant_id, recipient_id, position)
);
CREATE INDEX notification_unread ON notification (tenant_id, recipient_id, auction_id)
  WHERE read_at IS NULL AND superseded_at IS NULL;
CREATE INDEX notification_unread_of_auction ON notification (tenant_id, auction_id)
  WHERE read_at IS NULL AND superseded_at IS NULL;
CREATE INDEX notification_created ON notification (created_at);
