"""The program is killed at random moments while it records: what it acknowledged is there, and nothing half."""
import os
import random
import threading
import time

import requests

from conftest import MUST_SHARE, run

ROUNDS = int(os.environ.get("KILL_ROUNDS", "100"))
WHOLE_DECISIONS = 15


def note(site, browser, token, number, acknowledged, sent):
    """Notes one urgent action; an answer that arrived is an acknowledgement."""
    sent.append(number)
    try:
        answer = browser.session.post(
            site.address + "/urgent", timeout=5, allow_redirects=False,
            data={"token": token, "once": number, "subject": "K. " + number, "danger": "d", "done": "e", "told": "f"})
    except requests.RequestException:
        return False
    if answer.status_code == 303:
        acknowledged.append(number)
        return True
    return False


def load(site, browser, token, round_, stop, acknowledged, sent):
    """Several people at once, until the program is gone."""
    def one(person):
        count = 0
        while not stop.is_set():
            if not note(site, browser, token, f"r{round_}p{person}n{count}", acknowledged, sent):
                return
            count += 1

    threads = [threading.Thread(target=one, args=(person,)) for person in range(4)]
    for thread in threads:
        thread.start()
    return threads


def nothing_is_half_there(site):
    decisions = site.sql("SELECT COUNT(*) FROM decision d LEFT JOIN advice_given a ON a.id = d.advice WHERE a.id IS NULL")
    assert decisions == [(0,)]
    undecided = site.sql(
        "SELECT COUNT(*) FROM sharing_request r WHERE r.state = 'decided' AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.request = r.id)")
    assert undecided == [(0,)]
    assert site.sql("SELECT COUNT(*) FROM ledger_entry") == site.sql("SELECT MAX(position) + 1 FROM ledger_entry")


def test_every_acknowledged_act_survives_kill_9_at_any_moment(new_site):
    site = new_site()
    chance = random.Random(20261121)
    acknowledged, sent = [], []
    browser = site.browser()
    token = browser.fields(browser.get("/urgent").text, "/urgent")["token"]
    for round_ in range(ROUNDS):
        stop = threading.Event()
        threads = load(site, browser, token, round_, stop, acknowledged, sent)
        time.sleep(chance.uniform(0.01, 0.3))
        site.kill()
        stop.set()
        for thread in threads:
            thread.join()
        site.start()
        kept = [row[0] for row in site.sql("SELECT id FROM urgent_action WHERE id LIKE 'r%p%n%'")]
        assert len(kept) == len(set(kept))
        assert set(acknowledged) <= set(kept), "an acknowledged act is gone"
        assert set(kept) <= set(sent)
        nothing_is_half_there(site)
        if round_ % 10 == 9:
            assert run("ledger", "verify", "--data", site.folder).returncode == 0
    assert len(acknowledged) >= ROUNDS, "the load was too light to prove anything"
    print(f"{ROUNDS} kills, {len(acknowledged)} acknowledged acts, all there; {len(kept) - len(acknowledged)} more were kept unanswered")
    assert run("ledger", "verify", "--data", site.folder).returncode == 0


def test_a_decision_is_whole_or_not_there_when_the_program_is_killed_while_recording_it(new_site):
    site = new_site()
    chance = random.Random(7)
    browser = site.browser()
    waiting = []
    for number in range(WHOLE_DECISIONS):
        request = browser.begin(subject=f"W. {number}")
        browser.answer(request, MUST_SHARE)
        base = f"/requests/{request}/decision"
        browser.post(base, {"verdict": "share"})
        browser.post(base + "/reasons", {"departure": "", "facts": "Seen.", "opinion": "", "reasons": "Needed."})
        browser.post(base + "/telling", {
            "telling": "will-tell", "telling-why": "", "review-day": "", "review-month": "", "review-year": ""})
        waiting.append(base + "/check")
    acknowledged = []
    for path in waiting:
        fields = browser.fields(browser.get(path).text)

        def record():
            try:
                answer = browser.session.post(site.address + path, data=fields, timeout=5, allow_redirects=False)
            except requests.RequestException:
                return
            if answer.status_code == 303 and answer.headers["location"].endswith("/recorded"):
                acknowledged.append(fields["once"])

        thread = threading.Thread(target=record)
        thread.start()
        time.sleep(chance.uniform(0.0, 0.03))
        site.kill()
        thread.join()
        site.start()
        nothing_is_half_there(site)
        kept = {row[0] for row in site.sql("SELECT id FROM decision")}
        assert set(acknowledged) <= kept
    assert run("ledger", "verify", "--data", site.folder).returncode == 0
