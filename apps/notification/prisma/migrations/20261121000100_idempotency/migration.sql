-- First outcomes of state-changing requests, written in the transaction that decided them.
CREATE TABLE idempotency_key (
  -- SHA-256 over caller, tenant, method and concrete path, base64url.
  scope text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  -- SHA-256 over the canonical form of the parsed body, base64url.
  body_hash text COLLATE "C" NOT NULL,
  -- The answer, byte for byte; null only inside the transaction that claimed the key.
  status smallint,
  headers jsonb,
  body text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (scope, key)
);

-- The sweeper's way to what is older than the promised seven days.
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
