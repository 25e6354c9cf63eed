-- How somebody proves who they are. The password is kept as an scrypt digest with its cost. The address is sealed; the
-- token finds it.
CREATE TABLE credential (
    id            TEXT PRIMARY KEY,
    address       INTEGER NOT NULL UNIQUE,
    practitioner  TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    role          TEXT NOT NULL,
    cost          TEXT NOT NULL,
    password_salt BLOB NOT NULL,
    password      BLOB NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);

-- A browser that has signed in. Only a digest of its token is kept, so a stolen copy of this table opens nothing.
CREATE TABLE session (
    token         BLOB PRIMARY KEY,
    credential    TEXT NOT NULL REFERENCES credential (id),
    purpose       TEXT NOT NULL,
    begun         TEXT NOT NULL,
    last_used     TEXT NOT NULL
);
CREATE INDEX session_credential ON session (credential);
