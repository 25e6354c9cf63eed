"""People who note one thing after another, and what each was told: so that it can be compared with what is there."""
import collections
import itertools
import threading
import time

import requests

from pages import Page

NOTHING = "Nothing was recorded"
PERHAPS = "They may have been recorded, or not"
STATES = ("acknowledged", "refused", "unsure", "unanswered", "wrong")
numbers = itertools.count()


class Acts:
    """Urgent actions, noted by several people at once at one site or several that have the same records."""

    def __init__(self, *sites, people=4, timeout=40):
        self.sites = sites
        self.name = f"k{next(numbers)}x"
        self.timeout = timeout
        browsers = [site.browser() for site in sites]
        self.browsers = [browsers[person % len(sites)] for person in range(people)]
        self.token = {browser: browser.fields(browser.get("/urgent").text, "/urgent")["token"] for browser in browsers}
        self.told = {state: [] for state in STATES}
        self.reasons = collections.Counter()
        self.count = itertools.count()
        self.lock = threading.Lock()
        self.threads = []
        self.going = threading.Event()

    def say(self, state, number, why=""):
        with self.lock:
            self.told[state].append((number, time.monotonic(), why))

    def numbers(self, *states):
        with self.lock:
            return {number for state in states for number, _, _ in self.told[state]}

    def post(self, browser, number):
        # A connection of its own each time: what becomes of one says nothing of another.
        return requests.post(
            browser.site.address + "/urgent", timeout=self.timeout, allow_redirects=False, cookies=browser.session.cookies.get_dict(),
            data={"token": self.token[browser], "once": number, "subject": "K. " + number, "danger": "d", "done": "e", "told": "f"})

    def note(self, browser=None, number=None):
        """Notes one; gives what was answered, or nothing."""
        browser = browser or self.browsers[0]
        number = number or f"{self.name}{next(self.count)}"
        try:
            answer = self.post(browser, number)
        except requests.RequestException as error:
            self.say("unanswered", number, repr(error))
            return None
        words = Page(answer.text).words
        if answer.status_code == 303 and answer.headers["location"] == "/urgent/" + number:
            self.say("acknowledged", number)
        elif answer.status_code == 503 and NOTHING in words and "local procedure" in words:
            self.say("refused", number, words)
        elif answer.status_code == 503 and PERHAPS in words and "local procedure" in words:
            self.say("unsure", number, words)
        else:
            self.say("wrong", number, f"{answer.status_code} {answer.headers.get('location')} {words[:300]}")
        return answer

    def begin(self, until_unanswered=False):
        """Lets everybody go on noting. With `until_unanswered` each stops when nobody answers any more."""
        self.going.set()

        def one(browser):
            while self.going.is_set():
                if self.note(browser) is None:
                    if until_unanswered:
                        return
                    time.sleep(0.05)

        self.threads = [threading.Thread(target=one, args=(browser,), daemon=True) for browser in self.browsers]
        for thread in self.threads:
            thread.start()
        return self

    def end(self):
        self.going.clear()
        for thread in self.threads:
            thread.join(self.timeout + 5)
            assert not thread.is_alive(), "somebody was never answered"
        return self

    def heard(self, state, since, count=1, within=30, why=""):
        """Waits until so many were told that since then. Gives how long it took."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            with self.lock:
                found = [at for _, at, words in self.told[state] if at > since and why in words]
                wrong = list(self.told["wrong"])
            assert not wrong, wrong[:3]
            if len(found) >= count:
                return found[count - 1] - since
            time.sleep(0.02)
        with self.lock:
            raise AssertionError(f"nobody was told `{state}` {why} within {within} s: " + str({state: len(all) for state, all in self.told.items()})
                                 + str([one for state in ("unanswered", "refused") for one in self.told[state][-2:]]))

    def kept(self, site):
        return [row[0] for row in site.sql(f"SELECT id FROM urgent_action WHERE id LIKE '{self.name}%'")]

    def agrees(self, site, verify=True):
        """What everybody was told is so: each acknowledged act is there exactly once and whole, none that was refused is."""
        kept = self.kept(site)
        assert not self.told["wrong"], self.told["wrong"][:5]
        assert len(kept) == len(set(kept))
        gone = self.numbers("acknowledged") - set(kept)
        assert not gone, f"acknowledged, and gone: {sorted(gone)[:5]} of {len(gone)}"
        there = self.numbers("refused") & set(kept)
        assert not there, f"said to be not recorded, and there: {sorted(there)[:5]} of {len(there)}"
        assert set(kept) <= self.numbers(*STATES)
        entries = collections.Counter(
            row[0] for row in site.sql(f"SELECT record FROM ledger_entry WHERE act <> 'looked' AND record LIKE 'urgent!_action/{self.name}%' ESCAPE '!'"))
        assert entries == {f"urgent_action/{number}": 1 for number in kept}
        opened = {row["id"]: row["subject"] for row in site.opened("urgent_action", f"id LIKE '{self.name}%'")} if len(kept) < 3000 else {}
        assert all(opened[number] == "K. " + number for number in opened)
        nothing_is_half_there(site)
        if verify:
            status, found, said = site.verify()
            assert status == 0, said
        return kept


def nothing_is_half_there(site):
    assert site.sql("SELECT COUNT(*) FROM decision d LEFT JOIN advice_given a ON a.id = d.advice WHERE a.id IS NULL") == [(0,)]
    assert site.sql(
        "SELECT COUNT(*) FROM sharing_request r WHERE r.state = 'decided' AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.request = r.id)") == [(0,)]
    [(count, last)] = site.sql("SELECT COUNT(*), MAX(position) + 1 FROM ledger_entry")
    assert count == last, "there is a gap in the ledger"


def wait_for(condition, within, what):
    end = time.monotonic() + within
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {within} s: {what}")
