-- Requests, advice and decisions about somebody on the register name them, and a request has an owner.
ALTER TABLE sharing_request ADD COLUMN owner TEXT;
ALTER TABLE sharing_request ADD COLUMN person TEXT;
CREATE INDEX sharing_request_owner ON sharing_request (owner, state, changed);
CREATE INDEX sharing_request_person ON sharing_request (person);
ALTER TABLE advice_given ADD COLUMN person TEXT;
ALTER TABLE decision ADD COLUMN person TEXT;
CREATE INDEX decision_person ON decision (person, at);

CREATE TABLE outgoing_request (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    owner         TEXT NOT NULL,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    contact       TEXT REFERENCES contact (id),
    urgent        INTEGER NOT NULL,
    state         TEXT NOT NULL
                  CHECK (state IN ('draft', 'sent', 'answered', 'insufficient', 'refused', 'withdrawn')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX outgoing_request_person ON outgoing_request (person);
--! stays outgoing_request: requests stay

CREATE TABLE consultation (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    adviser       TEXT,
    case_digest   TEXT,
    request       TEXT,
    urgent        INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('asked', 'answered', 'closed')),
    at            TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL,
    CHECK (adviser IS NULL OR adviser <> author)
);
CREATE INDEX consultation_author ON consultation (author, at);
CREATE INDEX consultation_adviser ON consultation (adviser, at);
CREATE INDEX consultation_request ON consultation (request);
--! stays consultation: consultations stay

CREATE TABLE sign_off (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    asked_of      TEXT NOT NULL,
    answered_by   TEXT,
    record        TEXT NOT NULL,
    person        TEXT,
    situation     TEXT NOT NULL,
    urgent        INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'refused', 'withdrawn')),
    at            TEXT NOT NULL,
    answered_at   TEXT,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL,
    -- Nobody agrees to what they ask for.
    CHECK (asked_of <> author),
    CHECK (answered_by IS NULL OR answered_by <> author),
    CHECK (state NOT IN ('agreed', 'refused') OR answered_by IS NOT NULL)
);
CREATE INDEX sign_off_record ON sign_off (record, at);
CREATE INDEX sign_off_asked_of ON sign_off (asked_of, state);
CREATE INDEX sign_off_organisation ON sign_off (organisation, state, at);
--! ends sign_off when OLD.state IN ('agreed', 'refused', 'withdrawn'): this was answered
--! stays sign_off: sign-off stays

CREATE TABLE procedure_run (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    owner         TEXT NOT NULL,
    name          TEXT NOT NULL,
    edition       TEXT NOT NULL,
    person        TEXT,
    belongs_to    TEXT,
    state         TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX procedure_run_person ON procedure_run (person, begun);
CREATE INDEX procedure_run_belongs_to ON procedure_run (belongs_to);
CREATE INDEX procedure_run_owner ON procedure_run (owner, state);
--! ends procedure_run when OLD.state = 'closed': this procedure has been gone through
--! stays procedure_run: procedures stay

CREATE TABLE published_procedure (
    id    TEXT PRIMARY KEY CHECK (length(id) = 64),
    name  TEXT NOT NULL,
    text  TEXT NOT NULL,
    at    TEXT NOT NULL,
    salt  BLOB NOT NULL,
    entry INTEGER NOT NULL
);
--! final published_procedure: editions are final

CREATE TABLE duty (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    owner         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    record        TEXT NOT NULL,
    person        TEXT,
    urgent        INTEGER NOT NULL,
    due           TEXT NOT NULL,
    escalates     TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    begun         TEXT NOT NULL,
    ended         TEXT,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX duty_owner ON duty (owner, state, urgent, due);
CREATE INDEX duty_organisation ON duty (organisation, state, escalates);
CREATE INDEX duty_record ON duty (record, state);
CREATE INDEX duty_person ON duty (person, state);
--! ends duty when OLD.state IN ('done', 'dropped'): this has ended
--! stays duty: duties stay

CREATE TABLE disclosure (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    owner         TEXT NOT NULL,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    request       TEXT NOT NULL REFERENCES sharing_request (id),
    decision      TEXT NOT NULL REFERENCES decision (id),
    contact       TEXT REFERENCES contact (id),
    state         TEXT NOT NULL
                  CHECK (state IN ('draft', 'awaiting-sign-off', 'ready', 'sent', 'acknowledged', 'failed', 'queried',
                  'misdirected', 'abandoned')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL,
    CHECK (state NOT IN ('sent', 'acknowledged', 'queried', 'misdirected') OR contact IS NOT NULL)
);
CREATE INDEX disclosure_person ON disclosure (person, begun);
CREATE INDEX disclosure_decision ON disclosure (decision);
--! stays disclosure: disclosures stay

CREATE TABLE frozen_package (
    id            TEXT PRIMARY KEY,
    disclosure    TEXT NOT NULL REFERENCES disclosure (id),
    person        TEXT NOT NULL,
    contact       TEXT NOT NULL REFERENCES contact (id),
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    digest        TEXT NOT NULL,
    at            TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX frozen_package_disclosure ON frozen_package (disclosure);
CREATE INDEX frozen_package_person ON frozen_package (person, at);
--! final frozen_package: what left is final

CREATE TABLE informing (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    author        TEXT NOT NULL,
    owner         TEXT NOT NULL,
    person        TEXT NOT NULL REFERENCES registered_person (id),
    record        TEXT NOT NULL,
    whom          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('due', 'deferred', 'told', 'closed')),
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    file          TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    commitment    BLOB NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL
);
CREATE INDEX informing_person ON informing (person, begun);
CREATE INDEX informing_record ON informing (record);
--! ends informing when OLD.state IN ('told', 'closed'): this has been told or closed
--! stays informing: what was told stays
