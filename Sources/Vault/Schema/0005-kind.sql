-- What the records are kept for: fictional people and real ones never stand in one store.
CREATE TABLE store_kind (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    kind  TEXT NOT NULL CHECK (kind IN ('demonstration', 'casework'))
);
--! final store_kind: what a store is for is final
