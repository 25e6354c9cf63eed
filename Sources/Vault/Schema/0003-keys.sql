-- The key of each file, wrapped by a master key that is kept outside the database. Not in any backup of the records: a
-- key that is destroyed here is gone everywhere.
CREATE TABLE file_key (
    file    TEXT PRIMARY KEY,
    master  TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    made    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX file_key_master ON file_key (master);

-- By which keyed tokens a sealed record is found: its names and identifiers, without them. A record is told by the entry
-- that it was last kept with: two numbers are small, and tokens land all over their table. Made anew from the records when
-- they are restored.
CREATE TABLE found_by (
    token   INTEGER NOT NULL,
    entry   INTEGER NOT NULL,
    PRIMARY KEY (token, entry)
) WITHOUT ROWID;

-- What was done to keys, and why. The ledger holds to it.
CREATE TABLE key_event (
    id     TEXT PRIMARY KEY,
    at     TEXT NOT NULL,
    what   TEXT NOT NULL CHECK (what IN ('renewed', 'destroyed')),
    file   TEXT,
    why    TEXT NOT NULL,
    salt   BLOB NOT NULL,
    entry  INTEGER NOT NULL,
    CHECK ((what = 'destroyed') = (file IS NOT NULL))
);
CREATE INDEX key_event_file ON key_event (file);
--! final key_event: what was done to keys is final
