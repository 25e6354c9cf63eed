"""The program is killed at random moments while it records: what it acknowledged is there, and nothing half."""
import os
import random
import threading
import time

import requests

from acts import Acts, nothing_is_half_there
from conftest import MUST_SHARE

ROUNDS = {"sqlite": int(os.environ.get("KILL_ROUNDS", "25")), "postgresql": int(os.environ.get("POSTGRES_KILL_ROUNDS", "10"))}
WHOLE_DECISIONS = 15


def test_every_acknowledged_act_survives_kill_9_at_any_moment(new_site_on_either, request):
    rounds = ROUNDS[request.node.callspec.params["new_site_on_either"]]
    site = new_site_on_either()
    chance = random.Random(20261121)
    acts = Acts(site, timeout=5)
    for round_ in range(rounds):
        acts.begin(until_unanswered=True)
        time.sleep(chance.uniform(0.01, 0.3))
        site.kill()
        acts.end()
        site.start()
        kept = acts.agrees(site, verify=round_ % 10 == 9)
    kept = acts.agrees(site)
    acknowledged = acts.numbers("acknowledged")
    assert len(acknowledged) >= rounds, "the load was too light to prove anything"
    assert len(acts.numbers("unanswered")) >= rounds, "no kill fell into an act"
    assert not acts.numbers("refused", "unsure"), "a site that is killed refuses nothing"
    print(f"{rounds} kills, {len(acknowledged)} acknowledged acts, all there; {len(set(kept) - acknowledged)} more were kept unanswered")


def test_a_decision_is_whole_or_not_there_when_the_program_is_killed_while_recording_it(new_site_on_either):
    site = new_site_on_either()
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
        waiting.append((request, base + "/check"))
    # How long it takes undisturbed, so that the kills fall before and behind the acknowledgement.
    took = None
    acknowledged, unanswered = set(), set()
    for number, (request, path) in enumerate(waiting):
        fields = browser.fields(browser.get(path).text)

        def record():
            begun = time.monotonic()
            try:
                answer = browser.session.post(site.address + path, data=fields, timeout=5, allow_redirects=False)
            except requests.RequestException:
                unanswered.add(fields["once"])
                return
            assert answer.status_code == 303 and answer.headers["location"].endswith(f"{fields['once']}/recorded")
            acknowledged.add(fields["once"])
            nonlocal took
            took = took or time.monotonic() - begun

        thread = threading.Thread(target=record)
        thread.start()
        if took is None:
            thread.join()
        else:
            # Every third at once, the others anywhere up to twice the time.
            time.sleep(0 if number % 3 == 0 else chance.uniform(0.0, 2 * took))
        site.kill()
        thread.join()
        site.start()
        nothing_is_half_there(site)
        kept = {row[0] for row in site.sql("SELECT id FROM decision")}
        assert acknowledged <= kept
        [(state,)] = site.sql("SELECT state FROM sharing_request WHERE id = ?", request)
        assert state == ("decided" if fields["once"] in kept else "open")
        entries = site.sql("SELECT COUNT(*) FROM ledger_entry WHERE act <> 'looked' AND record = ?", f"decision/{fields['once']}")
        assert entries == [(1 if fields["once"] in kept else 0,)]
        # The button once more: the same decision, or now it is made.
        again = browser.session.post(site.address + path, data=fields, allow_redirects=False)
        assert again.status_code == 303 and again.headers["location"] == f"/decisions/{fields['once']}/recorded"
        assert site.sql("SELECT COUNT(*) FROM decision WHERE request = ?", request) == [(1,)]
    # The first was not disturbed.
    assert len(acknowledged) > 1, "every kill fell before the acknowledgement: the test proves too little"
    assert unanswered, "every kill fell behind the acknowledgement: the test proves too little"
    status, _, said = site.verify()
    assert status == 0, said
