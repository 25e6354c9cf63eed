-- What was done, by whom, and a salted digest of what. Only ever added to.
CREATE TABLE ledger_entry (
    position  INTEGER PRIMARY KEY CHECK (position >= 0),
    at        TEXT NOT NULL,
    act       TEXT NOT NULL,
    actor     TEXT NOT NULL,
    record    TEXT NOT NULL,
    digest    BLOB NOT NULL CHECK (length(digest) = 32)
);
CREATE INDEX ledger_entry_record ON ledger_entry (record, position);

-- The hashes of the perfect subtrees of the RFC 6962 tree over the entries.
CREATE TABLE ledger_node (
    level     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, position)
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

CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger entries are final'); END;
CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger entries are final'); END;
CREATE TRIGGER ledger_node_is_final BEFORE UPDATE ON ledger_node BEGIN SELECT RAISE(ABORT, 'ledger nodes are final'); END;
CREATE TRIGGER ledger_node_stays BEFORE DELETE ON ledger_node BEGIN SELECT RAISE(ABORT, 'ledger nodes are final'); END;
CREATE TRIGGER ledger_checkpoint_is_final BEFORE UPDATE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints are final'); END;
CREATE TRIGGER ledger_checkpoint_stays BEFORE DELETE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints are final'); END;
