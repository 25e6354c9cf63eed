"""The program as its users have it: started from its own binary, spoken to through its own door."""
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import time

import pytest
import requests

from sealed import Keys, SealedDatabase

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
    """A running demonstration: on a folder of its own, and on a PostgreSQL server if one is named."""

    def __init__(self, folder, *options, database=None, environment=None):
        self.folder = pathlib.Path(folder)
        self.options = options
        self.server = database
        self.environment = environment or {}
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None

    @property
    def place(self):
        """The options by which the program's commands find the records."""
        if self.server:
            return ["--database", self.server, "--keys", str(self.folder / "keys")]
        return ["--data", str(self.folder)]

    @property
    def log_file(self):
        return self.folder.parent / (self.folder.name + ".log")

    def start(self, wait=120):
        self.log = open(self.log_file, "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--demo", *self.place, "--address", f"127.0.0.1:{self.port}", *self.options],
            stdout=self.log, stderr=self.log, cwd=ROOT, env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **self.environment})
        end = time.time() + wait
        while time.time() < end:
            try:
                if requests.get(self.address + "/health/live", timeout=1).ok:
                    return self
            except requests.RequestException:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise AssertionError("the site did not start: " + self.log_file.read_text()[-2000:])

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        return self

    def verify(self, *options):
        """What `ledger verify` says of the records: its exit status, what it found, and what it said."""
        found = run("ledger", "verify", *self.place, "--json", *options)
        return found.returncode, json.loads(found.stdout or "{}"), found.stderr

    @property
    def database(self):
        return self.folder / "discretion.sqlite"

    def sql(self, query, *values):
        if self.server:
            return psql(self.server, query, *values)
        connection = sqlite3.connect(self.database, timeout=10)
        try:
            with connection:
                return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def opened(self, table, where="1=1", *values):
        """The rows of a table with what is sealed in them opened, by another program than the one that sealed it."""
        if self.server:
            return SealedServer(self.server, self.folder / "keys").opened(table, where, *values)
        database = SealedDatabase(self.database, self.folder / "keys")
        try:
            return database.opened(table, where, *values)
        finally:
            database.close()

    def browser(self, email="practitioner@demo.example"):
        """A plain client without scripts, signed in through the form."""
        session = requests.Session()
        answer = session.post(self.address + "/sign-in", data={"email": email, "password": PASSWORD}, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return Client(self, session)


def ask(server, query, *values):
    """What a PostgreSQL server answers: rows of names and values, of the types that SQLite has."""
    def literal(value):
        if value is None:
            return "NULL"
        return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"

    def value(one):
        return bytes.fromhex(one[2:]) if isinstance(one, str) and re.fullmatch(r"\\x(?:[0-9a-f]{2})*", one) else one

    parts = query.split("?")
    assert len(parts) == len(values) + 1
    query = "".join(part + literal(value) for part, value in zip(parts, values)) + parts[-1]
    reads = re.match(r"\s*SELECT\b", query, re.I)
    said = subprocess.run(
        ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", server],
        input=f"SELECT row_to_json(answer) FROM ({query}) answer;" if reads else query + ";",
        capture_output=True, text=True, timeout=60, env={**os.environ, "PGCONNECT_TIMEOUT": "5"})
    assert said.returncode == 0, said.stderr
    return [[(name, value(one)) for name, one in json.loads(line, object_pairs_hook=list)] for line in said.stdout.splitlines() if line]


def psql(server, query, *values):
    return [tuple(one for _, one in row) for row in ask(server, query, *values)]


class SealedServer(SealedDatabase):
    """The same reader of sealed content, on a PostgreSQL server."""

    def __init__(self, server, keys_folder):
        self.keys = Keys(keys_folder)
        self.server = server
        self.connection = self

    def file_key(self, file):
        # All at once: each question is a program of its own here.
        if not hasattr(self, "wrapped"):
            self.wrapped = {row["file"]: row for row in self.execute("SELECT * FROM file_key").rows}
        row = self.wrapped.get(file)
        return row and self.keys.unwrap(row["master"], row["wrapped"], file)

    def execute(self, query, values=()):
        self.rows = [dict(row) for row in ask(self.server, query, *values)]
        return self

    def fetchall(self):
        return self.rows

    def fetchone(self):
        return self.rows[0] if self.rows else None


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

    def decide(self, request, verdict="share", review=("27", "3", "2027"), **changed):
        """Writes the decision and records it; gives the answer to the last button."""
        base = f"/requests/{request}/decision"
        self.post(base, {"verdict": verdict})
        self.post(base + "/reasons", {
            "departure": changed.get("departure", "Because of what I saw today."), "facts": changed.get("facts", "On Monday she came without a coat."),
            "opinion": changed.get("opinion", "I am worried."), "reasons": changed.get("reasons", "Silence would do more harm.")})
        self.post(base + "/telling", {
            "telling": "will-tell", "telling-why": "", "review-day": review[0], "review-month": review[1], "review-year": review[2]})
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
def postgres(tmp_path_factory):
    """One PostgreSQL server for all tests that kill none, with a filled demonstration in the database `seed`."""
    import postgres
    server = postgres.Server(tmp_path_factory.mktemp("postgres") / "server")
    server.seed = tmp_path_factory.mktemp("postgres-seed") / "demo"
    Site(server.seed, database=server.database("seed")).start().stop()
    yield server
    server.remove()


@pytest.fixture
def new_server_site(postgres, tmp_path):
    """Starts demonstrations on copies of the server's seed; stops what is left."""
    sites = []

    def make(*options, start=True, of=None, through=None):
        """`of`: another site, on whose records this one works too. `through`: the port of a proxy before the server."""
        if of:
            folder, database = of.folder, of.server
        else:
            name = f"{tmp_path.name}-{len(sites)}"[-50:]
            folder, database = tmp_path / f"server-site-{len(sites)}", postgres.database(name, template="seed")
            shutil.copytree(postgres.seed, folder)
            if through:
                database = postgres.address(name, through)
        one = Site(folder, *options, database=database)
        sites.append(one)
        return one.start() if start else one

    yield make
    for one in sites:
        if one.process and one.process.poll() is None:
            one.kill()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_site_on_either(request):
    """Starts demonstrations on one engine, and then on the other."""
    return request.getfixturevalue("new_site" if request.param == "sqlite" else "new_server_site")


@pytest.fixture(scope="session")
def site(seed, tmp_path_factory):
    """One demonstration for all tests that change nothing others look at."""
    folder = tmp_path_factory.mktemp("shared") / "demo"
    shutil.copytree(seed, folder)
    one = Site(folder).start()
    yield one
    one.stop()
