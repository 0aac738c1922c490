-- One row per item, written only in the transaction that decides.
CREATE TABLE item (
  tenant_id text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  registered_by text COLLATE "C" NOT NULL,
  registered_at timestamptz(3) NOT NULL,
  due_at timestamptz(3) NOT NULL,
  -- Counts every change: the sequence of the item's public events.
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT item_is_due_later CHECK (due_at > registered_at)
);
