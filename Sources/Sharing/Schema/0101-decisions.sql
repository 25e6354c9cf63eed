-- Somebody asked for information, or a practitioner has a concern of their own; and the facts as far as they are known.
CREATE TABLE sharing_request (
    id             TEXT PRIMARY KEY,
    author         TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    origin         TEXT NOT NULL CHECK (origin IN ('request', 'own-initiative')),
    asked_by       TEXT,
    subject        TEXT NOT NULL,
    recipient      TEXT NOT NULL,
    purpose        TEXT NOT NULL,
    items          TEXT NOT NULL,
    policy         TEXT NOT NULL,
    answers        TEXT NOT NULL,
    draft          TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'decided')),
    urgent_action  TEXT,
    reconsiders    TEXT,
    begun          TEXT NOT NULL,
    changed        TEXT NOT NULL,
    salt           BLOB NOT NULL,
    entry          INTEGER NOT NULL,
    CHECK ((origin = 'request') = (asked_by IS NOT NULL))
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
    facts         TEXT NOT NULL,
    outcome       TEXT,
    rule          TEXT,
    possible      TEXT NOT NULL,
    because       TEXT NOT NULL,
    obligations   TEXT NOT NULL,
    at            TEXT NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE TRIGGER advice_given_is_final BEFORE UPDATE ON advice_given BEGIN SELECT RAISE(ABORT, 'advice given is final'); END;
CREATE TRIGGER advice_given_stays BEFORE DELETE ON advice_given BEGIN SELECT RAISE(ABORT, 'advice given is final'); END;

-- What a person decided, and why. Final: a reconsideration is a new decision that names the old.
CREATE TABLE decision (
    id                TEXT PRIMARY KEY,
    advice            TEXT NOT NULL REFERENCES advice_given (id),
    request           TEXT NOT NULL REFERENCES sharing_request (id),
    author            TEXT NOT NULL,
    organisation      TEXT NOT NULL,
    verdict           TEXT NOT NULL,
    expected          TEXT,
    departure         TEXT,
    facts_of_the_case TEXT NOT NULL CHECK (length(facts_of_the_case) > 0),
    opinion           TEXT NOT NULL,
    reasons           TEXT NOT NULL CHECK (length(reasons) > 0),
    telling           TEXT NOT NULL,
    telling_why       TEXT,
    review_on         TEXT,
    subject           TEXT NOT NULL,
    recipient         TEXT NOT NULL,
    items             TEXT NOT NULL,
    reconsiders       TEXT REFERENCES decision (id),
    at                TEXT NOT NULL,
    salt              BLOB NOT NULL,
    entry             INTEGER NOT NULL,
    -- A departure from advice is explained, or it is not kept.
    CHECK (verdict = expected OR departure IS NOT NULL),
    -- Not sharing is looked at again.
    CHECK (verdict <> 'do-not-share' OR review_on IS NOT NULL)
);
CREATE INDEX decision_author ON decision (author, at);
CREATE INDEX decision_request ON decision (request);
CREATE INDEX decision_reconsiders ON decision (reconsiders);
CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are final'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are final'); END;

-- Somebody acted at once to protect a person. It is written up afterwards.
CREATE TABLE urgent_action (
    id            TEXT PRIMARY KEY,
    author        TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    subject       TEXT NOT NULL,
    danger        TEXT NOT NULL,
    done          TEXT NOT NULL,
    told          TEXT NOT NULL,
    at            TEXT NOT NULL,
    write_up_by   TEXT NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX urgent_action_author ON urgent_action (author, at);
CREATE TRIGGER urgent_action_is_final BEFORE UPDATE ON urgent_action BEGIN SELECT RAISE(ABORT, 'urgent actions are final'); END;
CREATE TRIGGER urgent_action_stays BEFORE DELETE ON urgent_action BEGIN SELECT RAISE(ABORT, 'urgent actions are final'); END;
