-- What the records are kept for: fictional people and real ones never stand in one store.
CREATE TABLE store_kind (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    kind  TEXT NOT NULL CHECK (kind IN ('demonstration', 'casework'))
);
--! final store_kind: what a store is for is final

-- Why nothing may be recorded at present: an audit found that the evidence does not fit. Every process of the store heeds it.
CREATE TABLE writing_stop (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    at    TEXT NOT NULL,
    place INTEGER NOT NULL,
    what  TEXT NOT NULL,
    why   TEXT NOT NULL
);

-- Written to now and then, to see whether the store can be written to.
CREATE TABLE store_probe (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    at    TEXT NOT NULL
);
