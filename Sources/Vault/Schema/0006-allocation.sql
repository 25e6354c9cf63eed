-- Who works with whom, since when and until when. Access to what is known of a person rests on it.
CREATE TABLE allocation (
    id            TEXT PRIMARY KEY,
    person        TEXT NOT NULL,
    practitioner  TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    reason        TEXT NOT NULL CHECK (reason IN ('registered', 'taken-up', 'handed-over', 'asked')),
    since         TEXT NOT NULL,
    until         TEXT,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX allocation_person ON allocation (person, practitioner, until);
CREATE INDEX allocation_practitioner ON allocation (practitioner, until);
--! stays allocation: who worked with whom stays known
