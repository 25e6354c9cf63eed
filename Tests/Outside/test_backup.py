"""Records are backed up while they are written, come back as they were, and what was destroyed stays destroyed."""
import json
import pathlib
import random
import re
import shutil
import threading
import time
import uuid

import pytest

from conftest import Site, psql, run

NAMES = ["Zebedee", "Quillfeather", "Marmaduke"]
TABLES = ["urgent_action", "sharing_request", "decision", "advice_given", "practitioner", "organisation", "access_log", "ledger_checkpoint", "key_event"]


def urgent(site, browser, number, subject="K. 1", **changed):
    """Notes an urgent action; gives the answer."""
    token = browser.fields(browser.get("/urgent").text, "/urgent")["token"]
    return browser.session.post(site.address + "/urgent", allow_redirects=False, data={
        "token": token, "once": number, "subject": subject, "danger": "d", "done": "e", "told": "f", **changed})


class Load:
    """Several people who note urgent actions, until told to stop."""

    def __init__(self, site, people=3):
        self.site, self.stop, self.acknowledged, self.refused = site, threading.Event(), [], []
        self.browser = site.browser()
        self.token = self.browser.fields(self.browser.get("/urgent").text, "/urgent")["token"]
        self.threads = [threading.Thread(target=self.one, args=(person,)) for person in range(people)]

    def one(self, person):
        count = 0
        while not self.stop.is_set():
            number = f"load{person}n{count}"
            answer = self.browser.session.post(
                self.site.address + "/urgent", timeout=30, allow_redirects=False,
                data={"token": self.token, "once": number, "subject": NAMES[0], "danger": "d", "done": "e", "told": "f"})
            (self.acknowledged if answer.status_code == 303 else self.refused).append(number)
            count += 1

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def whole(*place):
    """The entries and the root of a store that fits."""
    answer = run("ledger", "verify", *place, "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    return found["size"], found["root"]


def back_up(folder, file, *options):
    answer = run("backup", file, "--data", folder, *options)
    assert answer.returncode == 0, answer.stderr
    size, root = re.search(r"(\d+) entries, root (\S+),", answer.stdout).groups()
    return int(size), root


def restore(file, folder, keys, *options):
    return run("restore", file, "--data", folder, "--keys", keys, *options)


def rows(site, table):
    return sorted(site.sql(f"SELECT * FROM {table}"), key=repr)


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in pathlib.Path(folder).glob("discretion.sqlite*"))


@pytest.fixture
def filled(new_site):
    """A demonstration with an urgent action about somebody whose name is nowhere else."""
    site = new_site()
    assert urgent(site, site.browser(), "urgentaction0001", " ".join(NAMES)).status_code == 303
    return site


def test_a_backup_under_load_comes_back_as_one_moment_of_what_was_acknowledged(filled, tmp_path):
    copies = []
    with Load(filled) as load:
        for number in range(3):
            time.sleep(0.5)
            before = list(load.acknowledged)
            copies.append((before, tmp_path / f"copy{number}", *back_up(filled.folder, tmp_path / f"copy{number}", "--keys-file", tmp_path / "keys")))
    assert not load.refused and len(load.acknowledged) > 20
    sizes = [copy[2] for copy in copies]
    assert sizes == sorted(set(sizes)), "the backups are not of successive moments"
    # The newest keys open the oldest backup.
    for number, (before, file, size, root) in enumerate(copies):
        target = tmp_path / f"restored{number}"
        answer = restore(file, target, filled.folder / "keys", "--keys-file", tmp_path / "keys")
        assert answer.returncode == 0, answer.stderr
        assert whole("--data", target, "--keys", filled.folder / "keys") == (size, root)
        kept = {row[0] for row in Site(target).sql("SELECT id FROM urgent_action")}
        assert set(before) <= kept <= set(load.acknowledged) | {"urgentaction0001"} | {row[0] for row in filled.sql("SELECT id FROM urgent_action")}


def test_what_is_restored_is_equal_and_works(filled, tmp_path):
    back_up(filled.folder, tmp_path / "copy")
    filled.stop()
    target = tmp_path / "restored"
    shutil.copytree(filled.folder / "keys", tmp_path / "elsewhere")
    assert restore(tmp_path / "copy", target, tmp_path / "elsewhere").returncode == 0
    site = Site(target, "--keys", str(tmp_path / "elsewhere"))
    for table in TABLES + ["file_key", "found_by", "credential"]:
        assert rows(site, table) == rows(filled, table), table
    size, root = whole("--data", target, "--keys", tmp_path / "elsewhere")
    site.start()
    try:
        browser = site.browser()
        assert NAMES[1] in browser.get("/urgent/urgentaction0001").text
        assert urgent(site, browser, "afterwards000001").status_code == 303
    finally:
        site.stop()
    # And its ledger still begins with the one that was backed up.
    assert whole("--data", target, "--keys", tmp_path / "elsewhere")[0] > size


def test_keys_and_names_are_not_in_a_backup_nor_names_in_the_database(filled, tmp_path):
    back_up(filled.folder, tmp_path / "copy")
    copy = (tmp_path / "copy").read_bytes()
    wrapped = [row[0] for row in filled.sql("SELECT wrapped FROM file_key")]
    assert len(wrapped) > 3
    lines = [json.loads(line) for line in (tmp_path / "copy.keys").read_text().splitlines()]
    assert lines[0]["format"] == "discretion file keys 1" and len([line for line in lines if "wrapped" in line]) == len(wrapped)
    for key in wrapped:
        assert key not in copy
    for file in (copy, (tmp_path / "copy.keys").read_bytes(), bytes_of(filled.folder)):
        for name in NAMES:
            for text in (name, name.lower(), name.upper()):
                assert text.encode() not in file, f"{name} stands in the clear"
    for file in ("copy", "copy.keys"):
        assert (tmp_path / file).stat().st_mode & 0o777 == 0o600


def test_a_changed_bit_is_noticed_and_leaves_nothing(filled, tmp_path):
    filled.stop()
    back_up(filled.folder, tmp_path / "copy")
    pristine = (tmp_path / "copy").read_bytes()
    chance = random.Random(2)
    for number in range(12):
        bent = bytearray(pristine)
        # Behind the first sixteen bytes, by which it is known for a file of SQLite at all.
        bent[chance.randrange(16, len(bent))] ^= 1 << chance.randrange(8)
        (tmp_path / "copy").write_bytes(bent)
        target = tmp_path / f"target{number}"
        answer = restore(tmp_path / "copy", target, filled.folder / "keys")
        assert answer.returncode == 2, (answer.stdout, answer.stderr)
        assert not list(target.glob("discretion.sqlite*"))
    # With keys of another moment, nobody knows the digest of the file: the evidence itself tells.
    (tmp_path / "copy").write_bytes(pristine)
    other = (tmp_path / "copy").rename(tmp_path / "older")
    filled.start()
    urgent(filled, filled.browser(), "onemore000000001")
    filled.stop()
    back_up(filled.folder, tmp_path / "copy")
    place = pristine.index(b"urgentaction0001")
    other.write_bytes(pristine[:place] + b"v" + pristine[place + 1:])
    target = tmp_path / "target"
    assert restore(other, target, filled.folder / "keys", "--keys-file", tmp_path / "copy.keys").returncode == 2
    assert not list(target.glob("discretion.sqlite*"))


def test_nothing_is_overwritten(filled, tmp_path):
    back_up(filled.folder, tmp_path / "copy")
    assert run("backup", tmp_path / "copy", "--data", filled.folder).returncode == 65
    back_up(filled.folder, tmp_path / "copy", "--replace")
    before = whole("--data", filled.folder)
    answer = restore(tmp_path / "copy", filled.folder, filled.folder / "keys")
    assert answer.returncode == 65 and "empty" in answer.stderr
    assert whole("--data", filled.folder) == before
    # Without keys, or without the master keys, nothing is begun.
    for options in (["--keys-file", tmp_path / "none"], ["--keys", tmp_path / "no-keys"]):
        answer = run("restore", tmp_path / "copy", "--data", tmp_path / "target", "--keys", filled.folder / "keys", *options)
        assert answer.returncode == 65, answer.stderr
        assert not list((tmp_path / "target").glob("discretion.sqlite*"))
    answer = restore(tmp_path / "copy", tmp_path / "bare", filled.folder / "keys", "--without-keys")
    assert answer.returncode == 0 and "WITHOUT KEYS" in answer.stderr
    whole("--data", tmp_path / "bare", "--keys", filled.folder / "keys")


def test_a_checkpoint_from_outside_must_fit(filled, tmp_path):
    note = tmp_path / "note"
    note.write_text(run("ledger", "checkpoint", "--data", filled.folder).stdout)
    back_up(filled.folder, tmp_path / "copy")
    # The first is over what was backed up; it is an entry itself, so the second is over more.
    run("ledger", "checkpoint", "--data", filled.folder)
    later = tmp_path / "later"
    later.write_text(run("ledger", "checkpoint", "--data", filled.folder).stdout)
    keys = filled.folder / "keys"
    assert restore(tmp_path / "copy", tmp_path / "one", keys, "--checkpoint", note).returncode == 0
    assert restore(tmp_path / "copy", tmp_path / "two", keys, "--checkpoint", later).returncode == 2
    assert not list((tmp_path / "two").glob("discretion.sqlite*"))


def test_a_destroyed_file_is_unreadable_in_an_old_backup_too(filled, tmp_path):
    back_up(filled.folder, tmp_path / "old")
    answer = run("key", "destroy", "urgentaction0001", "--why", "asked for", "--data", filled.folder)
    assert answer.returncode == 65 and "--yes" in answer.stderr
    answer = run("key", "destroy", "urgentaction0001", "--why", "asked for", "--yes", "--data", filled.folder)
    assert answer.returncode == 0, answer.stderr
    assert "Destroyed the master keys" in answer.stdout
    page = filled.browser().get("/urgent/urgentaction0001")
    assert page.ok and NAMES[1] not in page.text
    assert run("key", "destroy", "urgentaction0001", "--why", "again", "--yes", "--data", filled.folder).returncode == 65
    assert run("key", "destroy", "nothing", "--why", "again", "--yes", "--data", filled.folder).returncode == 65
    assert run("key", "check", "--data", filled.folder).returncode == 0
    whole("--data", filled.folder)
    back_up(filled.folder, tmp_path / "new")
    keys = filled.folder / "keys"
    # The old keys open no more: their master key is gone.
    assert restore(tmp_path / "old", tmp_path / "never", keys).returncode == 65
    answer = restore(tmp_path / "old", tmp_path / "restored", keys, "--keys-file", tmp_path / "new.keys")
    assert answer.returncode == 0, answer.stderr
    assert "1 files are recorded as destroyed" in answer.stdout
    whole("--data", tmp_path / "restored", "--keys", keys)
    site = Site(tmp_path / "restored", "--keys", str(keys)).start()
    try:
        page = site.browser().get("/urgent/urgentaction0001")
        assert page.ok and NAMES[1] not in page.text
    finally:
        site.stop()


def test_keys_are_rotated_under_load(filled):
    master = filled.folder / "keys" / "master"
    before = (master / "current").read_text()
    with Load(filled) as load:
        for _ in range(2):
            time.sleep(0.3)
            answer = run("key", "rotate", "--data", filled.folder)
            assert answer.returncode == 0, answer.stderr
    assert not load.refused and len(load.acknowledged) > 20
    assert (master / "current").read_text() != before
    assert len(list(master.glob("*.key"))) == 1
    assert {row[0] for row in filled.sql("SELECT DISTINCT master FROM file_key")} == {(master / "current").read_text().strip()}
    assert run("key", "check", "--data", filled.folder).returncode == 0
    listed = run("key", "list", "--data", filled.folder).stdout
    assert "current" in listed and (next(master.glob("*.key"))).read_text().split()[2] not in listed
    whole("--data", filled.folder)


@pytest.fixture
def new_database(postgres):
    """Makes empty databases on the server."""
    return lambda: postgres.database("empty-" + uuid.uuid4().hex[:12])


def test_a_store_moves_to_a_server_and_back(filled, tmp_path, new_database):
    filled.stop()
    url, keys = new_database(), filled.folder / "keys"
    before = whole("--data", filled.folder)
    answer = run("move", "--from-data", filled.folder, "--database", url)
    assert answer.returncode == 0, answer.stderr
    assert whole("--database", url, "--keys", keys) == before
    assert run("move", "--from-data", filled.folder, "--database", url).returncode == 65
    assert run("move", "--from-database", url, "--database", new_database(), "--keys", keys).returncode == 65
    site = Site(tmp_path / "unused", "--database", url, "--keys", str(keys)).start()
    try:
        browser = site.browser()
        assert NAMES[1] in browser.get("/urgent/urgentaction0001").text
        assert urgent(site, browser, "ontheserver00001").status_code == 303
        # A backup of a server while it serves.
        assert run("backup", tmp_path / "copy", "--database", url, "--keys", keys).returncode == 0
    finally:
        site.stop()
    after = whole("--database", url, "--keys", keys)
    answer = run("move", "--from-database", url, "--data", tmp_path / "back", "--keys", keys)
    assert answer.returncode == 0, answer.stderr
    assert whole("--data", tmp_path / "back", "--keys", keys) == after
    assert psql(url, "SELECT COUNT(*) AS n FROM urgent_action WHERE id = 'ontheserver00001'") == [(1,)]
    again = new_database()
    answer = run("restore", tmp_path / "copy", "--database", again, "--keys", keys)
    assert answer.returncode == 0, answer.stderr
    whole("--database", again, "--keys", keys)
    site = Site(tmp_path / "back", "--keys", str(keys)).start()
    try:
        assert NAMES[1] in site.browser().get("/urgent/urgentaction0001").text
    finally:
        site.stop()


def test_what_is_written_while_a_store_moves_is_not_lost_silently(filled, tmp_path):
    """Somebody forgot to stop the program: the move either has everything, or says that it has not."""
    with Load(filled):
        time.sleep(0.3)
        answer = run("move", "--from-data", filled.folder, "--data", tmp_path / "moved")
    assert answer.returncode == 75, (answer.stdout, answer.stderr)
    assert not list((tmp_path / "moved").glob("discretion.sqlite*"))
