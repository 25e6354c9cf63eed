-- Who looked at which record, who was refused, and why they were there. The looks of one act are bound into the ledger
-- by one entry, whose position each of them bears.
CREATE TABLE access_log (
    entry         INTEGER NOT NULL,
    line          INTEGER NOT NULL,
    at            TEXT NOT NULL,
    actor         TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    role          TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    look          TEXT NOT NULL CHECK (look IN ('seen', 'refused', 'absent')),
    record        TEXT NOT NULL,
    PRIMARY KEY (entry, line)
) WITHOUT ROWID;
CREATE INDEX access_log_record ON access_log (record, entry);
--! final access_log: the access log is final
