CREATE TABLE organisation (
    id                TEXT PRIMARY KEY,
    title             TEXT NOT NULL,
    policy            TEXT NOT NULL,
    procedure_words   TEXT NOT NULL,
    procedure_number  TEXT NOT NULL,
    salt              BLOB NOT NULL,
    entry             INTEGER NOT NULL
);

CREATE TABLE practitioner (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL REFERENCES organisation (id),
    name          TEXT NOT NULL,
    post          TEXT NOT NULL,
    role          TEXT NOT NULL,
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
CREATE TRIGGER published_edition_is_final BEFORE UPDATE ON published_edition BEGIN SELECT RAISE(ABORT, 'editions are final'); END;
CREATE TRIGGER published_edition_stays BEFORE DELETE ON published_edition BEGIN SELECT RAISE(ABORT, 'editions are final'); END;
