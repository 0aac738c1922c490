-- What people did to parked messages of the outbox.
CREATE TABLE outbox_audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL,
  action text NOT NULL CHECK (action IN ('fix', 'skip', 'release')),
  reason text NOT NULL DEFAULT '',
  topic text NOT NULL,
  key text NOT NULL,
  -- The message acted on and the one in its place; null for a release, which acts on a whole key.
  event_id uuid,
  new_event_id uuid,
  rows integer NOT NULL
);
