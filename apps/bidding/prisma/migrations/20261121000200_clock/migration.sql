-- Business time. A tenant may have a clock of its own only in a database marked as demo or test:
-- it stands still until it is set again, and never goes back.
CREATE SCHEMA clock;

CREATE TABLE clock.database_mark (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  kind text NOT NULL CHECK (kind IN ('demo', 'test'))
);

CREATE TABLE clock.set_clock (
  tenant_id text PRIMARY KEY,
  set_to timestamptz(3) NOT NULL
);

-- The time by which a tenant's openings, bids, ends and deadlines are decided. Read it in a
-- statement after the row locks, as greatest(clock.now(tenant), row.last_decided_at).
CREATE FUNCTION clock.now(tenant text) RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(
    (SELECT c.set_to FROM clock.set_clock c, clock.database_mark WHERE c.tenant_id = tenant),
    clock_timestamp())
$$;

CREATE FUNCTION clock.refuse_to_go_back() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.set_to < OLD.set_to THEN
    RAISE EXCEPTION 'a set clock never goes back' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'set_clock_never_goes_back';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER set_clock_never_goes_back BEFORE UPDATE ON clock.set_clock
  FOR EACH ROW EXECUTE FUNCTION clock.refuse_to_go_back();
