-- ═══ consumer: inbox, positions, held messages ═════════════════════════════════════════════════

-- One row per event that a consumer has taken. Partitioned by day on the UUIDv7 event id itself, so
-- that a redelivery meets its row whenever it arrives. There is no default partition: the runtime
-- makes the days, and an id without a day is never applied by an unordered consumer.
CREATE TABLE inbox (
  consumer text NOT NULL,
  event_id uuid NOT NULL,
  PRIMARY KEY (consumer, event_id)
) PARTITION BY RANGE (event_id);

-- The last sequence that an ordered consumer has applied of a key.
CREATE TABLE consumer_position (
  consumer text NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  last_sequence bigint NOT NULL,
  PRIMARY KEY (consumer, topic, key)
);

-- A key whose messages wait behind a held one (ordered consumers). Effects read it FOR SHARE, the
-- drain holds it FOR UPDATE.
CREATE TABLE held_key (
  consumer text NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, topic, key)
);
CREATE INDEX held_key_due ON held_key (consumer, due_at);

-- States: waiting (tried again at due_at), queued (behind the head of its key), dead (waits for a
-- person), settled (without bytes: remembers an id that has no inbox row and never will).
CREATE TABLE held_message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer text NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint,
  event_id uuid NOT NULL,
  type text,
  partition integer NOT NULL,
  record_offset bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  value bytea,
  headers jsonb NOT NULL,
  claimed boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'queued', 'dead', 'settled')),
  cause text NOT NULL,
  detail text NOT NULL DEFAULT '',
  attempts integer NOT NULL DEFAULT 0,
  gap_accepted boolean NOT NULL DEFAULT false,
  redrives integer NOT NULL DEFAULT 0,
  due_at timestamptz,
  held_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (consumer, event_id)
);
CREATE INDEX held_message_due ON held_message (consumer, due_at) WHERE state = 'waiting';
CREATE INDEX held_message_key ON held_message (consumer, topic, key, sequence NULLS FIRST, id)
  WHERE state <> 'settled';

-- What people did to held messages.
CREATE TABLE held_audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL,
  action text NOT NULL,
  reason text NOT NULL DEFAULT '',
  consumer text NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  event_id uuid NOT NULL,
  filter jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX held_audit_event ON held_audit (consumer, event_id);
