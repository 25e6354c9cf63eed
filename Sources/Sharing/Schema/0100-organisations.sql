CREATE TABLE organisation (
    id                TEXT PRIMARY KEY,
    title             TEXT NOT NULL,
    policy            TEXT NOT NULL,
    procedure_words   TEXT NOT NULL,
    procedure_number  TEXT NOT NULL,
    salt              BLOB NOT NULL,
    entry             INTEGER NOT NULL
);

-- Names are sealed in `sealed` under the key of `file`, here and in every table with these columns.
CREATE TABLE practitioner (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL REFERENCES organisation (id),
    role          TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);

-- The text of every edition that ever advised, so that old advice can be worked out again.
CREATE TABLE published_edition (
    id         TEXT PRIMARY KEY CHECK (length(id) = 64),
    policy     TEXT NOT NULL,
    version    TEXT NOT NULL,
    canonical  TEXT NOT NULL,
    vocabulary TEXT NOT NULL,
    at         TEXT NOT NULL,
    salt       BLOB NOT NULL,
    entry      INTEGER NOT NULL
);
--! final published_edition: editions are final
