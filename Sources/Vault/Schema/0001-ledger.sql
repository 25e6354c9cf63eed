-- What was done, by whom, and a salted digest of what. Only ever added to. `subtrees` holds the hashes of the perfect
-- subtrees of the RFC 6962 tree, of two entries and more, that the entry completes: 32 bytes each, the smallest first.
CREATE TABLE ledger_entry (
    position  INTEGER PRIMARY KEY CHECK (position >= 0),
    at        TEXT NOT NULL,
    act       TEXT NOT NULL,
    actor     TEXT NOT NULL,
    record    TEXT NOT NULL,
    digest    BLOB NOT NULL CHECK (length(digest) = 32),
    subtrees  BLOB NOT NULL CHECK (length(subtrees) % 32 = 0)
);
CREATE INDEX ledger_entry_record ON ledger_entry (record, position) WHERE act <> 'looked';
--! final ledger_entry: ledger entries are final

-- How many entries there are, and their root, as of the last commit: it binds the last entry, which has no neighbour yet.
CREATE TABLE ledger_end (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    size  INTEGER NOT NULL,
    root  BLOB NOT NULL CHECK (length(root) = 32)
);

-- Signed sizes and roots, as they were handed out. Each is a record with an entry of its own.
CREATE TABLE ledger_checkpoint (
    id    TEXT PRIMARY KEY,
    size  INTEGER NOT NULL,
    at    TEXT NOT NULL,
    note  TEXT NOT NULL,
    salt  BLOB NOT NULL,
    entry INTEGER NOT NULL
);
CREATE INDEX ledger_checkpoint_size ON ledger_checkpoint (size, at);
--! final ledger_checkpoint: checkpoints are final
