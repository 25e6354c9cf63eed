CREATE TABLE explanation (
    id            TEXT PRIMARY KEY,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('given', 'exception')),
    at            TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX explanation_person ON explanation (person, at);
--! final explanation: explanations are final

-- Consent, agreement to a service and views that were sought are told apart by `kind`.
CREATE TABLE consent (
    id            TEXT PRIMARY KEY,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('consent', 'agreement-to-service', 'views-sought')),
    answer        TEXT NOT NULL CHECK (answer IN ('given', 'limited', 'refused', 'not-sought', 'not-obtained')),
    review_on     TEXT,
    at            TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX consent_person ON consent (person, at);
--! final consent: consents are final

CREATE TABLE consent_change (
    id            TEXT PRIMARY KEY,
    consent       TEXT NOT NULL REFERENCES consent (id),
    person        TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('withdrawn', 'invalidated', 'reviewed', 'ended')),
    review_on     TEXT,
    at            TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX consent_change_person ON consent_change (person, at);
--! final consent_change: what became of a consent is final
