"""The program as its users have it: started from its own binary, spoken to through its own door."""
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time

import pytest
import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("DISCRETION", ROOT / ".build" / "debug" / "discretion"))
PASSWORD = "fictional-people-only"


def run(*arguments, input=None, timeout=120):
    """Runs a command of the program, and gives what it wrote and how it ended."""
    return subprocess.run(
        [str(PROGRAM), *map(str, arguments)], input=input, capture_output=True, text=True, cwd=ROOT, timeout=timeout,
        env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Site:
    """A running demonstration on a folder of its own."""

    def __init__(self, folder, *options):
        self.folder = pathlib.Path(folder)
        self.options = options
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self, wait=120):
        self.log = open(self.folder.parent / (self.folder.name + ".log"), "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--demo", "--data", str(self.folder), "--address", f"127.0.0.1:{self.port}", *self.options],
            stdout=self.log, stderr=self.log, cwd=ROOT, env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
        end = time.time() + wait
        while time.time() < end:
            try:
                if requests.get(self.address + "/health/live", timeout=1).ok:
                    return self
            except requests.RequestException:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise AssertionError("the site did not start: " + pathlib.Path(self.log.name).read_text()[-2000:])

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        return self

    @property
    def database(self):
        return self.folder / "discretion.sqlite"

    def sql(self, query, *values):
        with sqlite3.connect(self.database, timeout=10) as connection:
            return connection.execute(query, values).fetchall()

    def browser(self, email="practitioner@demo.example"):
        """A plain client without scripts, signed in through the form."""
        session = requests.Session()
        answer = session.post(self.address + "/sign-in", data={"email": email, "password": PASSWORD}, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return Client(self, session)


class Client:
    """What somebody does with a browser that runs no scripts."""

    def __init__(self, site, session):
        self.site = site
        self.session = session

    def get(self, path, **options):
        return self.session.get(self.site.address + path, **options)

    def fields(self, page, action=None):
        """The hidden fields of the page's posting form (of that action, if given)."""
        for form in re.findall(r'<form method="post".*?</form>', page, re.S):
            if "/sign-out" in form.split(">")[0] or (action and f'action="{action}"' not in form.split(">")[0]):
                continue
            return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form))
        return {}

    def post(self, path, fields, page=None, **options):
        """Posts a form, with the hidden fields of the page it stands on."""
        page = self.get(page or path).text
        return self.session.post(self.site.address + path, data={**self.fields(page), **fields}, **options)

    def begin(self, **changed):
        """Begins a decision on own initiative; gives its number."""
        details = {"origin": "own-initiative", "subject": "T. 0001", "recipient": "A school", "purpose": "To help", "items": "notes", **changed}
        path = "/requests/new/details?origin=" + details["origin"]
        answer = self.post("/requests/new/details", details, page=path)
        found = re.search(r"/requests/([0-9a-z]{16})/", answer.url)
        assert found, answer.text
        return found.group(1)

    def answer(self, request, facts):
        """Answers question after question as the site puts them, until it puts none. Gives the last page."""
        for _ in range(80):
            page = self.get(f"/requests/{request}/next")
            found = re.search(r"/questions/([a-z0-9-]+)$", page.url)
            if not found:
                return page
            fact = found.group(1)
            self.post(f"/requests/{request}/questions/{fact}", {"answer": facts.get(fact, "not-known")})
        raise AssertionError("the questions do not end")

    def decide(self, request, verdict="share", **changed):
        """Writes the decision and records it; gives the answer to the last button."""
        base = f"/requests/{request}/decision"
        self.post(base, {"verdict": verdict})
        self.post(base + "/reasons", {
            "departure": changed.get("departure", "Because of what I saw today."), "facts": changed.get("facts", "On Monday she came without a coat."),
            "opinion": changed.get("opinion", "I am worried."), "reasons": changed.get("reasons", "Silence would do more harm.")})
        self.post(base + "/telling", {
            "telling": "will-tell", "telling-why": "", "review-day": "27", "review-month": "3", "review-year": "2027"})
        return self.post(base + "/check", {})


#: Facts under which england-2026 is certain that information must be shared: an answer to every question that it has.
MUST_SHARE = {
    "law-requires": "no", "holder-is-listed": "yes", "recipient-is-listed": "yes", "recipient-verified": "yes",
    "relevant-to-child-welfare": "yes", "sharing-more-detrimental": "no", "child-harm": "possible", "consent": "refused",
    "asking-is-unsafe": "no", "identifies-a-person": "yes", "subject": "child-under-12", "is-sensitive": "no",
    "medically-confidential": "no", "sharing-endangers-someone": "no", "domestic-abuse": "no", "removed-for-harm": "no",
    "can-decide": "no", "adult-harm": "none", "vital-interests": "no", "marac-level": "no", "purpose-is-legitimate": "yes",
    "recipient": "partner-agency", "recipient-needs-it": "yes", "anonymised-would-do": "no", "is-confidential": "yes",
    "statutory-function": "no", "other-may-consent": "yes", "consent-is-informed": "yes", "consent-covers-this": "yes",
    "under-duress": "no", "best-interests": "yes", "others-at-risk": "no", "crime": "none", "staff-implicated": "no",
    "harm-of-silence-outweighs": "yes", "crime-task-prejudiced": "no", "in-doubt": "no", "request-serves-the-board": "no",
    "likely-to-hold-it": "no", "about-you-or-already-supplied": "no",
}


@pytest.fixture(scope="session")
def seed(tmp_path_factory):
    """A filled demonstration, made once and copied for each test that wants its own."""
    folder = tmp_path_factory.mktemp("seed") / "demo"
    Site(folder).start().stop()
    return folder


@pytest.fixture
def new_site(seed, tmp_path):
    """Starts demonstrations on copies of the seed; stops what is left."""
    sites = []

    def make(*options, start=True):
        folder = tmp_path / f"site-{len(sites)}"
        shutil.copytree(seed, folder)
        one = Site(folder, *options)
        sites.append(one)
        return one.start() if start else one

    yield make
    for one in sites:
        if one.process and one.process.poll() is None:
            one.kill()


@pytest.fixture(scope="session")
def site(seed, tmp_path_factory):
    """One demonstration for all tests that change nothing others look at."""
    folder = tmp_path_factory.mktemp("shared") / "demo"
    shutil.copytree(seed, folder)
    one = Site(folder).start()
    yield one
    one.stop()
