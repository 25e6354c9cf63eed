-- An edition of a policy as somebody writes it: a draft may be unsound. It ends withdrawn, or approved by somebody else.
CREATE TABLE proposed_edition (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    policy        TEXT NOT NULL,
    author        TEXT NOT NULL,
    why           TEXT NOT NULL,
    from_day      TEXT NOT NULL,
    text          TEXT NOT NULL,
    base          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'withdrawn', 'returned', 'approved')),
    answer        TEXT,
    answered_by   TEXT,
    begun         TEXT NOT NULL,
    changed       TEXT NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL,
    -- Two people see every edition: nobody answers what they proposed.
    CHECK (answered_by <> author),
    CHECK (state NOT IN ('returned', 'approved') OR answered_by IS NOT NULL)
);
CREATE INDEX proposed_edition_policy ON proposed_edition (organisation, policy, changed);
-- What was withdrawn or approved stays as it was.
--! ends proposed_edition when OLD.state IN ('withdrawn', 'approved'): this proposal has ended
--! stays proposed_edition: proposals stay

-- An edition that an organisation put in force, from a day. It stays in force until a later one begins. Final.
CREATE TABLE edition_in_force (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    policy        TEXT NOT NULL,
    version       TEXT NOT NULL,
    fingerprint   TEXT NOT NULL REFERENCES published_edition (id),
    from_day      TEXT NOT NULL CHECK (length(from_day) = 10),
    text          TEXT NOT NULL,
    proposal      TEXT NOT NULL UNIQUE REFERENCES proposed_edition (id),
    proposed_by   TEXT NOT NULL,
    approved_by   TEXT NOT NULL,
    at            TEXT NOT NULL,
    salt          BLOB NOT NULL,
    entry         INTEGER NOT NULL,
    CHECK (approved_by <> proposed_by),
    -- Nobody was advised by it before it was approved.
    CHECK (from_day >= substr(at, 1, 10))
);
CREATE INDEX edition_in_force_policy ON edition_in_force (organisation, policy, from_day);
--! final edition_in_force: editions are final

-- A proposed edition is put to the advice that was given under the policy.
CREATE INDEX advice_given_policy ON advice_given (organisation, policy, at);
CREATE INDEX decision_advice ON decision (advice);
