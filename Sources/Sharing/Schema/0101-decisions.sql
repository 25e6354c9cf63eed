-- What is said of people stands sealed in `sealed`, under the key of `file`: one for a request with all that follows from
-- it. `commitment` binds it into the ledger, and stays true when the key is destroyed.

-- Somebody asked for information, or a practitioner has a concern of their own; and the facts as far as they are known.
CREATE TABLE sharing_request (
    id             TEXT PRIMARY KEY,
    author         TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    origin         TEXT NOT NULL CHECK (origin IN ('request', 'own-initiative')),
    policy         TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'decided')),
    urgent_action  TEXT,
    reconsiders    TEXT,
    begun          TEXT NOT NULL,
    changed        TEXT NOT NULL,
    file           TEXT NOT NULL,
    sealed         BLOB NOT NULL,
    commitment     BLOB NOT NULL,
    salt           BLOB NOT NULL,
    entry          INTEGER NOT NULL
);
CREATE INDEX sharing_request_author ON sharing_request (author, state, changed);
CREATE INDEX sharing_request_urgent ON sharing_request (urgent_action);

-- The advice as it was given, with the facts and the edition it came from. Final.
CREATE TABLE advice_given (
    id            TEXT PRIMARY KEY,
    request       TEXT NOT NULL REFERENCES sharing_request (id),
    author        TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    policy        TEXT NOT NULL,
    version       TEXT NOT NULL,
    edition       TEXT NOT NULL REFERENCES published_edition (id),
    outcome       TEXT,
    rule          TEXT,
    possible      TEXT NOT NULL,
    because       TEXT NOT NULL,
    obligations   TEXT NOT NULL,
    at            TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
--! final advice_given: advice given is final

-- What a person decided, and why. Final: a reconsideration is a new decision that names the old.
CREATE TABLE decision (
    id                TEXT PRIMARY KEY,
    advice            TEXT NOT NULL REFERENCES advice_given (id),
    request           TEXT NOT NULL REFERENCES sharing_request (id),
    author            TEXT NOT NULL,
    organisation      TEXT NOT NULL,
    verdict           TEXT NOT NULL,
    expected          TEXT,
    telling           TEXT NOT NULL,
    review_on         TEXT,
    reconsiders       TEXT REFERENCES decision (id),
    at                TEXT NOT NULL,
    file              TEXT NOT NULL,
    sealed            BLOB NOT NULL,
    commitment        BLOB NOT NULL,
    salt              BLOB NOT NULL,
    entry             INTEGER NOT NULL,
    -- Not sharing is looked at again.
    CHECK (verdict <> 'do-not-share' OR review_on IS NOT NULL)
);
CREATE INDEX decision_author ON decision (author, at);
CREATE INDEX decision_organisation ON decision (organisation, at);
CREATE INDEX decision_review ON decision (author, review_on);
-- Found by their names, records are told by their entries.
CREATE INDEX decision_entry ON decision (entry);
CREATE INDEX decision_request ON decision (request);
CREATE INDEX decision_reconsiders ON decision (reconsiders);
--! final decision: decisions are final

-- Somebody acted at once to protect a person. It is written up afterwards.
CREATE TABLE urgent_action (
    id            TEXT PRIMARY KEY,
    author        TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    at            TEXT NOT NULL,
    write_up_by   TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX urgent_action_entry ON urgent_action (entry);
CREATE INDEX urgent_action_author ON urgent_action (author, at);
--! final urgent_action: urgent actions are final
