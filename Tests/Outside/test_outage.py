"""The store does not answer: pages say what is safe, and nobody is kept from knowing whom to call."""
import shutil
import sqlite3

import pytest

from conftest import ROOT, run


@pytest.fixture
def locked(new_site):
    """A site with somebody signed in, whose database another program holds for itself."""
    site = new_site()
    browser = site.browser()
    holder = sqlite3.connect(site.database, isolation_level=None)
    # The session has to be written to again, so that even finding out who asks needs the store.
    holder.execute("UPDATE session SET last_used = strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-5 minutes')")
    holder.execute("BEGIN IMMEDIATE")
    yield site, browser
    holder.execute("ROLLBACK")
    answer = browser.get("/work")
    assert answer.status_code == 200, "the site goes on by itself when the store is back"


def test_somebody_signed_in_still_sees_whom_to_call_when_the_store_does_not_answer(locked):
    _, browser = locked
    answer = browser.get("/urgent")
    assert answer.status_code == 200
    assert "999" in answer.text and "01632 960101" in answer.text


def test_a_page_that_needs_the_store_says_that_nothing_was_recorded_and_where_to_turn(locked):
    site, browser = locked
    answer = browser.get("/work")
    assert answer.status_code == 503
    assert "Nothing was recorded" in answer.text and 'href="/urgent"' in answer.text and "Reference:" in answer.text
    assert "SQLITE" not in answer.text and "sqlite" not in answer.text


def test_when_the_ledger_does_not_fit_records_can_be_read_and_nothing_can_be_added(new_site):
    site = new_site(start=False)
    with sqlite3.connect(site.database) as connection:
        connection.execute("DROP TRIGGER decision_is_final")
        # One of those that this practitioner sees: it must not keep the others from being read.
        own = connection.execute("SELECT id FROM decision WHERE author = 'nia-hollowell' ORDER BY id").fetchall()
        connection.execute("UPDATE decision SET sealed = (SELECT MAX(sealed) FROM decision WHERE id <> ?) WHERE id = ?", own[0] * 2)
    site.start()
    browser = site.browser()
    page = browser.get("/decisions")
    assert page.status_code == 200 and "You can read records but not add to them" in page.text
    assert len(own) > 1 and page.text.count("Cannot be read: it is not as it was kept") >= 1
    assert all(f'href="/decisions/{number}"' in page.text for number, in own)
    tampered = browser.get("/decisions/" + own[0][0])
    assert tampered.status_code == 500 and "This record cannot be read" in tampered.text
    assert browser.get("/decisions/" + own[1][0]).status_code == 200
    assert browser.get("/health/ready").status_code == 503
    before = site.sql("SELECT COUNT(*) FROM urgent_action")
    answer = browser.post("/urgent", {"subject": "A", "danger": "b", "done": "c", "told": "d"})
    assert answer.status_code == 503 and "local procedure" in answer.text
    assert site.sql("SELECT COUNT(*) FROM urgent_action") == before
    assert "999" in browser.get("/urgent").text


def test_an_audit_stops_a_running_site_and_another_lets_it_go_on(new_site, tmp_path):
    site = new_site()
    browser = site.browser()

    def note():
        return browser.post("/urgent", {"subject": "A", "danger": "b", "done": "c", "told": "d"}, allow_redirects=False).status_code

    assert run("ledger", "checkpoint", "--data", site.folder).returncode == 0
    # Somebody looks from a place where the keys are not: that says nothing about the evidence.
    elsewhere = run("ledger", "verify", "--data", site.folder, "--keys", tmp_path / "no-keys")
    assert elsewhere.returncode == 2 and "the key that signed it is missing" in elsewhere.stderr
    assert note() == 303
    with sqlite3.connect(site.database) as connection:
        connection.execute("DROP TRIGGER urgent_action_is_final")
        connection.execute("UPDATE urgent_action SET write_up_by = '2030' || substr(write_up_by, 5)")
    assert run("ledger", "verify", "--data", site.folder).returncode == 2
    assert note() == 503
    assert "You can read records but not add to them" in browser.get("/work").text
    with sqlite3.connect(site.database) as connection:
        connection.execute("UPDATE urgent_action SET write_up_by = '2026' || substr(write_up_by, 5)")
    assert run("ledger", "verify", "--data", site.folder).returncode == 0
    assert note() == 303
    assert "You can read records but not add to them" not in browser.get("/work").text


def test_a_site_whose_ledger_does_not_fit_starts_with_new_content_too(new_site, tmp_path):
    """Nothing can be published then, and what there is can still be read."""
    shutil.copytree(ROOT / "Content", tmp_path / "Content")
    policy = tmp_path / "Content/policies/expect-2019/policy.yaml"
    text = policy.read_text()
    policy.write_text(text.replace('edition: "', 'edition: "newer ', 1))
    assert policy.read_text() != text
    site = new_site("--content", str(tmp_path / "Content"), start=False)
    with sqlite3.connect(site.database) as connection:
        connection.execute("DROP TRIGGER urgent_action_is_final")
        connection.execute("UPDATE urgent_action SET write_up_by = '2030' || substr(write_up_by, 5)")
    assert run("ledger", "verify", "--data", site.folder).returncode == 2
    browser = site.start().browser()
    assert browser.get("/decisions").status_code == 200
    assert "You can read records but not add to them" in browser.get("/work").text
