-- People on the register, and what is known of them. What is said of a person stands sealed under a key of their own: the
-- column `file` holds their number.
CREATE TABLE registered_person (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('active', 'closed', 'deceased', 'moved', 'location-unknown', 'merged')),
    merged_into   TEXT REFERENCES registered_person (id),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX registered_person_entry ON registered_person (entry);
CREATE INDEX registered_person_organisation ON registered_person (organisation, changed);
CREATE INDEX registered_person_merged ON registered_person (merged_into);
--! stays registered_person: people stay on the register

CREATE TABLE particulars (
    id            TEXT PRIMARY KEY REFERENCES registered_person (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
--! stays particulars: particulars stay

CREATE TABLE relation (
    id            TEXT PRIMARY KEY,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    other         TEXT REFERENCES registered_person (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('current', 'ended')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX relation_person ON relation (person);
CREATE INDEX relation_other ON relation (other);
CREATE INDEX relation_entry ON relation (entry);
--! stays relation: relations are ended, not removed

-- Never overwritten: what corrects an item is an item of its own.
CREATE TABLE information_item (
    id            TEXT PRIMARY KEY,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    category      TEXT NOT NULL,
    nature        TEXT NOT NULL CHECK (nature IN ('fact', 'opinion', 'reported')),
    happened      TEXT NOT NULL,
    known         TEXT NOT NULL,
    corrects      TEXT REFERENCES information_item (id),
    at            TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX information_item_person ON information_item (person, happened, at);
CREATE INDEX information_item_corrects ON information_item (corrects);
--! final information_item: information is corrected by new information

CREATE TABLE sealed_fact (
    id            TEXT PRIMARY KEY,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('in-force', 'ended')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX sealed_fact_person ON sealed_fact (person);
--! stays sealed_fact: sealed facts are ended, not removed

-- Whom information may go to.
CREATE TABLE contact (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('current', 'ended')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX contact_organisation ON contact (organisation, state, kind);
CREATE INDEX contact_entry ON contact (entry);
--! stays contact: contacts are ended, not removed
