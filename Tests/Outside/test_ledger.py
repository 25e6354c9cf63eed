"""The ledger shows every change that somebody with the file in their hands could make, and its proofs hold elsewhere."""
import base64
import concurrent.futures
import copy
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import warnings

import pytest
import pymerkle
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from conftest import ROOT, Site, run
from pages import Page
from test_proposals import publish, today

KEPT = [
    "advice_given", "allocation", "consent", "consent_change", "consultation", "contact", "credential", "decision", "disclosure",
    "duty", "edition_in_force", "explanation", "frozen_package", "information_item", "informing", "key_event",
    "ledger_checkpoint", "organisation", "outgoing_request", "particulars", "practitioner", "procedure_run", "proposed_edition",
    "published_edition", "published_procedure", "registered_person", "relation", "sealed_fact", "sharing_request", "sign_off",
    "urgent_action",
]
EVIDENCE = ["ledger_entry", "access_log"]
SEALED = [
    "advice_given", "consent", "consent_change", "consultation", "contact", "credential", "decision", "disclosure", "duty",
    "explanation", "frozen_package", "information_item", "informing", "outgoing_request", "particulars", "practitioner",
    "procedure_run", "registered_person", "relation", "sealed_fact", "sharing_request", "sign_off", "urgent_action",
]
#: The demonstration fills these with fewer than two rows, so there is nothing to take out of them, to exchange or to change.
#: They are kept and audited by the same code as all others; whoever fills them in the demonstration takes them off this list.
UNFILLED = ["consent", "consent_change", "consultation", "outgoing_request", "procedure_run", "published_procedure", "sign_off"]
FILLED = [table for table in KEPT if table not in UNFILLED]
#: The ledger does not hold to these by itself: keys and search tokens are held to what they open and find.
BESIDE = ["file_key", "found_by"]
KEYS = {"ledger_entry": ["position"], "access_log": ["entry", "line"]}
UNIQUE = {"credential": "address", "edition_in_force": "proposal"}
random_numbers = random.Random(6962)


class Copy:
    """A data folder of which only the database file is put back between attempts."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.database = self.folder / "discretion.sqlite"
        self.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.pristine = self.database.read_bytes()

    def restore(self):
        for end in ("-wal", "-shm"):
            pathlib.Path(str(self.database) + end).unlink(missing_ok=True)
        fresh = self.folder / "fresh"
        fresh.write_bytes(self.pristine)
        fresh.replace(self.database)

    def sql(self, query, *values):
        connection = sqlite3.connect(self.database)
        try:
            with connection:
                return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def tamper(self, *statements):
        """Changes the file as an attacker would: no trigger, no check and no reference stands in the way."""
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            assert connection.execute(statement, values).rowcount != 0, (statement, values)
        connection.commit()
        connection.close()

    def verify(self, *options):
        found = run("ledger", "verify", "--data", self.folder, "--json", *options)
        return found.returncode, (json.loads(found.stdout) if found.stdout else {}), found.stderr

    def add(self, table, act, **content):
        """Adds a record as the program would, by the ledger's rules alone: salt, digest, entry and the hashes that it completes."""
        def part(value):
            kind, raw = {int: ("i", str(value)), str: ("t", value), bytes: ("b", value)}[type(value)]
            raw = raw if isinstance(raw, bytes) else raw.encode()
            return kind.encode() + b"%d:" % len(raw) + raw

        salt = os.urandom(16)
        row = dict(sorted((name, value) for name, value in content.items() if value is not None))
        digest = hashlib.sha256(b"discretion record 1\n" + salt + b"".join(
            b"%d:%s" % (len(name), name.encode()) + part(value) for name, value in row.items())).digest()
        entries = self.rows("ledger_entry")
        entry = {"index": len(entries), "at": content["at"], "act": act, "actor": "operator", "record": f"{table}/{content['id']}"}
        hashes = [leaf_hash(leaf({**one, "index": one["position"], "digest": base64.b64encode(one["digest"])})) for one in entries]
        hashes.append(leaf_hash(leaf({**entry, "digest": base64.b64encode(digest)})))
        subtrees = b""
        size = 2
        while len(hashes) % size == 0:
            subtrees += tree_root(hashes[-size:])
            size *= 2
        row |= {"salt": salt, "entry": entry["index"]}
        connection = sqlite3.connect(self.database)
        with connection:
            connection.execute("INSERT INTO ledger_entry (position, at, act, actor, record, digest, subtrees) VALUES (?, ?, ?, ?, ?, ?, ?)", [
                entry["index"], entry["at"], act, entry["actor"], entry["record"], digest, subtrees])
            connection.execute("UPDATE ledger_end SET size = ?, root = ?", [len(hashes), tree_root(hashes)])
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        connection.close()

    def columns(self, table):
        return [row[1] for row in self.sql(f"PRAGMA table_info({table})")]

    def rows(self, table):
        names = self.columns(table)
        return [dict(zip(names, row)) for row in self.sql(f"SELECT {', '.join(names)} FROM {table}")]


def ring(folder):
    """The keys were renewed, and those of two files destroyed."""
    database = Copy(folder)
    renewed = run("key", "rotate", "--data", folder)
    assert renewed.returncode == 0, renewed
    files = [row["file"] for row in database.rows("decision") if row["organisation"] == "millbrook" and row["author"] != "nia-hollowell"]
    for file in sorted(set(files))[:2]:
        destroyed = run("key", "destroy", file, "--why", "Kept long enough", "--yes", "--data", folder)
        assert destroyed.returncode == 0, destroyed
    assert [row["what"] for row in database.rows("key_event") if row["file"]] == ["destroyed", "destroyed"]
    assert "renewed" in [row["what"] for row in database.rows("key_event")]
    # By another program's hand, too.
    database.add("key_event", "recorded", id="0renewed00000000", at="2026-11-01T09:00:00.000Z", what="renewed", file=None, why="Once a year")


@pytest.fixture(scope="module")
def signed(seed, tmp_path_factory):
    """A filled ledger that was signed three times, at different sizes, and of which two files are destroyed."""
    folder = tmp_path_factory.mktemp("signed") / "demo"
    shutil.copytree(seed, folder)
    ring(folder)
    one = Site(folder)
    for later in range(2):
        assert run("ledger", "checkpoint", "--data", folder).returncode == 0
        one.start()
        client = one.browser()
        client.decide(client.begin())
        client.session.post(one.address + "/urgent", data={**client.fields(client.get("/urgent").text, "/urgent"), "subject": "E. 0005"})
        one.browser("manager@demo.example").get("/decisions")
        publish(one, f"outside-{later}", today() + datetime.timedelta(days=later))
        one.stop()
    assert run("ledger", "checkpoint", "--data", folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def attacked(signed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked") / "demo"
    shutil.copytree(signed, folder)
    return Copy(folder)


@pytest.fixture
def victim(attacked):
    attacked.restore()
    yield attacked
    attacked.restore()


def test_a_filled_ledger_is_whole(seed, signed, tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(seed, folder)
    plain = run("ledger", "verify", "--data", folder)
    assert plain.returncode == 0 and re.match(r"The ledger is whole: \d+ entries, root \S{44}\n$", plain.stdout), plain
    for one in (folder, signed):
        found = run("ledger", "verify", "--data", one, "--json")
        assert found.returncode == 0, found.stderr
        assert json.loads(found.stdout)["whole"] is True


def test_these_are_all_the_tables_that_the_ledger_holds_to(victim):
    tables = [row[0] for row in victim.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
    assert sorted(table for table in tables if "salt" in victim.columns(table)) == KEPT
    assert set(EVIDENCE) <= set(tables)
    assert set(tables) - set(KEPT) - set(EVIDENCE) - set(BESIDE) == {
        "ledger_end", "schema_step", "session", "store_kind", "store_probe", "writing_stop"}
    assert sorted(table for table in tables if "sealed" in victim.columns(table)) == SEALED
    for table in SEALED:
        assert {"file", "sealed", "commitment"} <= set(victim.columns(table))


def test_these_are_all_the_tables_that_the_demonstration_leaves_nearly_empty(victim):
    assert [table for table in KEPT if len(victim.rows(table)) < 2] == UNFILLED


def where(table, row):
    keys = KEYS.get(table, ["id"])
    return " AND ".join(f"{key} = ?" for key in keys), [row[key] for key in keys]


def changed(value):
    """The value with one bit or one letter changed; something where there was nothing."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return value ^ 1
    if value == b"":
        return bytes(32)
    if isinstance(value, bytes):
        place = random_numbers.randrange(len(value))
        return value[:place] + bytes([value[place] ^ 1 << random_numbers.randrange(8)]) + value[place + 1:]
    places = [place for place, letter in enumerate(value) if letter.isascii() and letter.isalnum()]
    place = random_numbers.choice(places) if places else 0
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1:] if value else "x"


def free(rows, row, column, keys):
    """The key with one bit changed, so that it is no other row's."""
    taken = {tuple(one[key] for key in keys) for one in rows}
    if isinstance(row[column], str):
        return changed(row[column])
    values = [row[column] ^ 1 << bit for bit in range(40)]
    return next(value for value in values if tuple({**row, column: value}[key] for key in keys) not in taken)


def names(table, row):
    """What an audit may call the thing that was changed."""
    if table == "ledger_entry":
        position = row["position"]
        # The smallest stored hash above an entry is that of a pair: the audit may name that, or one above it.
        nodes = {f"node {level}/{position >> level}" for level in range(1, 20)} if position >= 0 else set()
        return {f"entry {position}", f"access_log/{position}", row["record"]} | nodes
    if table == "ledger_checkpoint":
        return {f"checkpoint {row['size']}", f"ledger_checkpoint/{row['id']}"}
    if table == "access_log":
        return {f"access_log/{row['entry']}"}
    return {f"{table}/{row['id']}"}


def judge(victim, what, expected):
    """Nothing if the audit finds the change and names it, otherwise a line that says what it missed."""
    status, found, said = victim.verify()
    if status != 2 or found.get("whole") is not False:
        return f"{what}: not found (exit {status}; {said.strip()})"
    if found["what"] not in expected:
        return f"{what}: found, but named {found['what']!r} instead of one of {sorted(expected)}"
    if not found["why"] or found["what"] not in said:
        return f"{what}: found, but not said why: {found} {said}"
    return None


@pytest.mark.parametrize("table", FILLED + EVIDENCE)
def test_a_change_in_any_column_is_found_and_named(victim, table):
    missed = []
    rows = victim.rows(table)
    for column in victim.columns(table):
        full = [row for row in rows if row[column] not in (None, b"")]
        empty = [row for row in rows if row[column] is None]
        none = [row for row in rows if row[column] == b""]
        for row in [random_numbers.choice(some) for some in (full, empty, none) if some]:
            new = free(rows, row, column, KEYS.get(table, [])) if column in KEYS.get(table, []) else changed(row[column])
            expected = names(table, row) | names(table, {**row, column: new})
            condition, keys = where(table, row)
            victim.restore()
            victim.tamper((f"UPDATE {table} SET {column} = ? WHERE {condition}", [new, *keys]))
            missed.append(judge(victim, f"{table}.{column} of {keys}: {str(row[column])[:40]!r} -> {str(new)[:40]!r}", expected))
    assert not any(missed), "\n".join(filter(None, missed))


@pytest.mark.parametrize("table", ["decision", "advice_given", "sharing_request", "urgent_action", "key_event", "access_log", "ledger_entry"])
def test_a_value_of_another_kind_or_with_something_hidden_behind_it_is_found(victim, table):
    missed = []
    rows = victim.rows(table)
    for column in victim.columns(table):
        texts = [row for row in rows if isinstance(row[column], str)]
        if not texts:
            continue
        row = random_numbers.choice(texts)
        condition, keys = where(table, row)
        for what, new in {
            "same bytes as a blob": row[column].encode(), "text behind a NUL": row[column] + "\0and he agreed",
            "a space behind it": row[column] + " ", "another form of a letter": row[column] + "́", "empty": "",
        }.items():
            if new == row[column]:
                continue
            victim.restore()
            victim.tamper((f"UPDATE {table} SET {column} = ? WHERE {condition}", [new, *keys]))
            expected = names(table, row) | names(table, {**row, column: new if isinstance(new, str) else row[column]})
            # Only a text that is no text any more has no name.
            if isinstance(new, bytes):
                expected |= {f"column {column}", "column id"}
            missed.append(judge(victim, f"{table}.{column}: {what}", expected))
    assert not any(missed), "\n".join(filter(None, missed))


@pytest.mark.parametrize("table", FILLED + EVIDENCE)
def test_a_row_that_was_taken_out_is_found_and_named(victim, table):
    missed = []
    rows = victim.rows(table)
    for row in {id(row): row for row in (rows[0], rows[-1], random_numbers.choice(rows))}.values():
        condition, keys = where(table, row)
        victim.restore()
        victim.tamper((f"DELETE FROM {table} WHERE {condition}", keys))
        missed.append(judge(victim, f"{table}: {keys} taken out", names(table, row)))
    assert not any(missed), "\n".join(filter(None, missed))


@pytest.mark.parametrize("table", FILLED + EVIDENCE)
def test_a_row_that_was_put_in_is_found_and_named(victim, table):
    row = dict(random_numbers.choice(victim.rows(table)))
    size = victim.sql("SELECT COUNT(*) FROM ledger_entry")[0][0]
    if table in KEPT:
        row["id"] = "0strayrecord0000"
        if table in UNIQUE:
            row[UNIQUE[table]] = 1
        expected = names(table, row)
    elif table == "ledger_entry":
        row["position"] = size
        expected = names(table, row)
    else:
        row["line"] = 99
        expected = names(table, row)
    victim.tamper((f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())))
    verdict = judge(victim, f"a stray row in {table}", expected)
    assert verdict is None, verdict


def test_where_the_ledger_ends_is_held_to_what_stands_there(victim):
    """One row says how many entries there were at the last commit, and their root: it binds the last entry."""
    size, root = victim.sql("SELECT size, root FROM ledger_end")[0]
    for what, statement, entry in (
        ("more", ("UPDATE ledger_end SET size = ?", [size + 1]), size), ("fewer", ("UPDATE ledger_end SET size = ?", [size - 1]), size - 1),
        ("another root", ("UPDATE ledger_end SET root = ?", [changed(root)]), size - 1), ("gone", ("DELETE FROM ledger_end", []), 0),
    ):
        victim.restore()
        victim.tamper(statement)
        verdict = judge(victim, what, {f"entry {entry}"})
        assert verdict is None, verdict
    victim.restore()
    victim.tamper(("DELETE FROM ledger_entry WHERE position = ?", [size - 1]))
    verdict = judge(victim, "the last entry taken off", {f"entry {size - 1}"})
    assert verdict is None, verdict


def test_an_entry_moved_to_the_end_of_all_numbers_is_found(victim):
    last = victim.rows("ledger_entry")[-1]
    for position in (2 ** 63 - 1, -1, -2 ** 63):
        victim.restore()
        victim.tamper(("UPDATE ledger_entry SET position = ? WHERE position = ?", [position, last["position"]]))
        expected = names("ledger_entry", last) | names("ledger_entry", {**last, "position": position})
        # What stands before the beginning is in the place of the first.
        verdict = judge(victim, f"entry moved to {position}", expected | ({"entry 0"} if position < 0 else set()))
        assert verdict is None, verdict


def test_a_look_that_was_put_in_under_an_entry_of_another_act_is_found(victim):
    decided = victim.sql("SELECT position FROM ledger_entry WHERE act = 'decided' LIMIT 1")[0][0]
    row = {**random_numbers.choice(victim.rows("access_log")), "entry": decided, "line": 0}
    victim.tamper((f"INSERT INTO access_log ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())))
    verdict = judge(victim, "a stray look", {f"access_log/{decided}"})
    assert verdict is None, verdict


@pytest.mark.parametrize("table", FILLED + EVIDENCE)
def test_two_rows_whose_contents_were_exchanged_are_found_and_named(victim, table):
    keys = KEYS.get(table, ["id"])
    one, other = random_numbers.sample(victim.rows(table), 2)
    columns = [column for column in victim.columns(table) if column not in keys]
    unique = [column for column in columns if column == UNIQUE.get(table)]
    parts = ", ".join(f"{column} = ?" for column in columns)
    statements = [(f"UPDATE {table} SET {column} = 'aside' WHERE {where(table, one)[0]}", where(table, one)[1]) for column in unique]
    for row, content in ((other, one), (one, other)):
        condition, values = where(table, row)
        statements.append((f"UPDATE {table} SET {parts} WHERE {condition}", [content[column] for column in columns] + values))
    victim.tamper(*statements)
    verdict = judge(victim, f"two rows of {table} exchanged", names(table, one) | names(table, other))
    assert verdict is None, verdict


def test_rows_exchanged_with_salt_and_entry_left_in_place_are_found(victim):
    one, other = random_numbers.sample(victim.rows("decision"), 2)
    columns = [column for column in victim.columns("decision") if column not in ("id", "salt", "entry")]
    parts = ", ".join(f"{column} = ?" for column in columns)
    victim.tamper(*[(f"UPDATE decision SET {parts} WHERE id = ?", [content[column] for column in columns] + [row["id"]]) for row, content in ((one, other), (other, one))])
    verdict = judge(victim, "two decisions exchanged", names("decision", one) | names("decision", other))
    assert verdict is None, verdict


def test_two_texts_moved_between_columns_are_found(victim):
    """Lengths stand before the bytes: no two divisions of the same bytes have one digest."""
    row = random_numbers.choice(victim.rows("decision"))
    victim.tamper(("UPDATE decision SET telling = ?, verdict = ? WHERE id = ?", [row["telling"] + row["verdict"][0], row["verdict"][1:], row["id"]]))
    verdict = judge(victim, "a letter moved", names("decision", row))
    assert verdict is None, verdict


@pytest.mark.parametrize("table", [table for table in FILLED if table != "ledger_checkpoint"])
def test_a_value_that_was_hidden_in_the_salt_is_found(victim, table):
    """The salt stands before the first column in what is digested: it may not take that column in."""
    row = random_numbers.choice([row for row in victim.rows(table) if table != "proposed_edition" or row["answer"] is not None])
    column = min(name for name, value in row.items() if value is not None and name not in ("salt", "entry"))
    value = row[column]
    kind, raw = ("i", b"%d" % value) if isinstance(value, int) else ("b", value) if isinstance(value, bytes) else ("t", value.encode())
    hidden = b"%d:%s%s%d:%s" % (len(column), column.encode(), kind.encode(), len(raw), raw)
    connection = sqlite3.connect(victim.database)
    connection.execute("PRAGMA writable_schema = ON")
    for kind in ("TEXT", "BLOB", "INTEGER"):
        connection.execute(f"UPDATE sqlite_master SET sql = replace(sql, '{kind} NOT NULL', '{kind}') WHERE name = '{table}'")
    connection.commit()
    connection.close()
    victim.tamper((f"UPDATE {table} SET {column} = NULL, salt = ? WHERE id = ?", [row["salt"] + hidden, row["id"]]))
    # A column that every record has is named by itself.
    verdict = judge(victim, f"{table}.{column} hidden in the salt", names(table, row) | {f"column {column}"})
    assert verdict is None, verdict


# Keys and search tokens


def of_file(victim, file):
    """Everything that is sealed in a file."""
    return {f"{table}/{row['id']}" for table in SEALED for row in victim.rows(table) if row["file"] == file}


def test_a_key_that_was_changed_opens_nothing_and_that_is_said(victim):
    keys = [row for row in victim.rows("file_key") if row["file"] != "#names"]
    masters = {row["master"] for row in keys}
    other = next(f"{number:08}" for number in range(9) if f"{number:08}" not in masters)
    one, two = random_numbers.sample(keys, 2)
    organisation = next(row for row in keys if row["file"].startswith("organisation-"))
    said = {}
    for what, row, column, new, why in [
        ("a changed key", one, "wrapped", changed(one["wrapped"]), "its sealed content does not open"),
        ("a changed key of an organisation", organisation, "wrapped", changed(organisation["wrapped"]), "its sealed content does not open"),
        ("a key cut short", one, "wrapped", one["wrapped"][:-1], "its sealed content does not open"),
        ("an empty key", one, "wrapped", b"", "its sealed content does not open"),
        ("another file's key", one, "wrapped", two["wrapped"], "its sealed content does not open"),
        ("another master key", one, "master", other, "the master key of its file is not at hand"),
        ("another file's name", one, "file", "nobody", "the key of its file is gone, and nobody destroyed it"),
    ]:
        victim.restore()
        victim.tamper((f"UPDATE file_key SET {column} = ? WHERE file = ?", [new, row["file"]]))
        status, found, _ = victim.verify()
        if status != 2 or found.get("what") not in of_file(victim, row["file"]) or found.get("why") != why:
            said[what] = (status, found)
    assert not said


def test_a_key_that_is_gone_though_nobody_destroyed_it_is_missed(victim):
    for row in random_numbers.sample([row for row in victim.rows("file_key") if row["file"] != "#names"], 3):
        victim.restore()
        victim.tamper(("DELETE FROM file_key WHERE file = ?", [row["file"]]))
        status, found, _ = victim.verify()
        assert status == 2 and found["what"] in of_file(victim, row["file"]), found
        assert found["why"] == "the key of its file is gone, and nobody destroyed it"


def test_a_file_whose_destruction_was_put_in_without_an_entry_is_found(victim):
    """Whoever takes a key away and says that it was destroyed is found by what they say."""
    file = random_numbers.choice([row["file"] for row in victim.rows("file_key") if row["file"] != "#names"])
    event = {**victim.rows("key_event")[-1], "id": "0forged000000000", "file": file}
    victim.tamper(
        ("DELETE FROM file_key WHERE file = ?", [file]),
        (f"INSERT INTO key_event ({', '.join(event)}) VALUES ({', '.join('?' * len(event))})", list(event.values())))
    verdict = judge(victim, "a forged destruction", names("key_event", event))
    assert verdict is None, verdict


def test_without_the_key_of_the_names_the_ledger_is_not_said_to_be_whole(victim):
    for statement in (("UPDATE file_key SET wrapped = zeroblob(60) WHERE file = ?", ["#names"]), ("DELETE FROM file_key WHERE file = ?", ["#names"])):
        victim.restore()
        victim.tamper(statement)
        status, found, said = victim.verify()
        assert status != 0 and found.get("whole") is not True and said, (statement, status, found, said)
        assert status != 70, "it is not the program's own mistake: " + said


@pytest.mark.parametrize("table", ["decision", "urgent_action"])
def test_a_search_token_that_was_added_or_taken_away_is_found(victim, table):
    destroyed = {row["file"] for row in victim.rows("key_event")}
    row = random_numbers.choice([row for row in victim.rows(table) if row["file"] not in destroyed])
    record, entry = f"{table}/{row['id']}", row["entry"]
    tokens = [token for token, in victim.sql("SELECT token FROM found_by WHERE entry = ?", entry)]
    assert tokens
    other = victim.sql("SELECT token, entry FROM found_by WHERE entry <> ? AND token NOT IN (SELECT token FROM found_by WHERE entry = ?)", entry, entry)
    token = random_numbers.choice(tokens)
    for what, statement in {
        "taken away": ("DELETE FROM found_by WHERE entry = ? AND token = ?", [entry, token]),
        "all taken away": ("DELETE FROM found_by WHERE entry = ?", [entry]),
        "changed": ("UPDATE found_by SET token = ? WHERE entry = ? AND token = ?", [token ^ 1 << random_numbers.randrange(63), entry, token]),
        "added": ("INSERT INTO found_by (token, entry) VALUES (?, ?)", [random_numbers.choice(other)[0], entry]),
    }.items():
        victim.restore()
        victim.tamper(statement)
        status, found, _ = victim.verify()
        assert (status, found.get("what"), found.get("why")) == (2, record, "it is not found by the names that it has"), (what, found)


def test_sealed_content_of_another_record_is_found_and_does_not_open(victim):
    """The box, the commitment and the file of one record in the place of another's, with its digest put right as well."""
    one, other = random_numbers.sample(victim.rows("urgent_action"), 2)
    victim.tamper(("UPDATE urgent_action SET file = ?, sealed = ?, commitment = ? WHERE id = ?", [other["file"], other["sealed"], other["commitment"], one["id"]]))
    verdict = judge(victim, "another's content", names("urgent_action", one))
    assert verdict is None, verdict
    victim.restore()
    # Whoever can write an entry as well: the box is bound to its record by the cipher.
    victim.add("urgent_action", "acted-urgently", **{
        name: value for name, value in {**other, "id": "0forged000000000"}.items() if name not in ("salt", "entry")})
    status, found, _ = victim.verify()
    assert status == 2 and found["what"] == "urgent_action/0forged000000000" and found["why"] == "its sealed content does not open", found


def test_a_destroyed_file_is_shown_without_its_content(victim):
    """The keys are gone, the records are there, and the ledger still holds to them."""
    assert victim.verify()[0] == 0
    destroyed = [row["file"] for row in victim.rows("key_event") if row["file"]]
    assert len(destroyed) == 2
    one = Site(victim.folder)
    for row in one.opened("decision", "file IN (?, ?)", *destroyed):
        assert "subject" not in row
    one.start()
    try:
        client = one.browser("manager@demo.example")
        seen = 0
        for row in one.sql("SELECT id FROM decision WHERE file IN (?, ?)", *destroyed):
            page = client.get(f"/decisions/{row[0]}")
            seen += page.status_code == 200 and "Destroyed" in Page(page.text).words
            assert page.status_code in (200, 404), page.text
        assert seen, "no decision of a destroyed file could be seen"
    finally:
        one.stop()


def truncate(victim, size):
    """Takes out the ledger's end with everything that belongs to it, so that what is left fits together."""
    first = {row["record"] for row in victim.rows("ledger_entry") if row["position"] < size}
    gone = {row["record"] for row in victim.rows("ledger_entry") if row["position"] >= size} - first
    statements = [("DELETE FROM ledger_entry WHERE position >= ?", [size])]
    statements += [(f"DELETE FROM {table} WHERE entry >= ?", [size]) for table in ("access_log", "found_by")]
    hashes = [leaf_hash(leaf({**one, "index": one["position"], "digest": base64.b64encode(one["digest"])}))
              for one in victim.rows("ledger_entry") if one["position"] < size]
    statements.append(("UPDATE ledger_end SET size = ?, root = ?", [size, tree_root(hashes)]))
    for record in gone:
        table, number = record.split("/", 1)
        # The checkpoints stay: they are what this attacker forgets.
        if table not in ("access_log", "ledger_checkpoint"):
            statements.append((f"DELETE FROM {table} WHERE id = ?", [number]))
    victim.tamper(*statements)


def test_a_ledger_cut_short_after_it_was_signed_is_found(victim, tmp_path):
    size = victim.sql("SELECT COUNT(*) FROM ledger_entry")[0][0]
    outside = tmp_path / "checkpoint"
    outside.write_text(run("ledger", "checkpoint", "--data", victim.folder).stdout)
    first = victim.sql("SELECT MAX(position) FROM ledger_entry WHERE act = 'acted-urgently'")[0][0]
    truncate(victim, first)
    status, found, _ = victim.verify()
    assert status == 2 and found["what"] in (f"entry {first}", f"checkpoint {size}"), found
    # The attacker takes out the checkpoints too: within the file nothing is left to tell, but what others hold does.
    victim.tamper(("DELETE FROM ledger_checkpoint WHERE size > ?", [first]))
    status, found, _ = victim.verify("--checkpoint", outside)
    assert status == 2 and found["what"] in (f"checkpoint {size}", f"entry {first}"), found


def test_a_ledger_that_went_another_way_after_it_was_signed_is_found(signed, tmp_path):
    """Somebody puts an old backup back and goes on from there."""
    folder = tmp_path / "demo"
    shutil.copytree(signed, folder)
    old = tmp_path / "old.sqlite"
    one = Site(folder).start()
    one.stop()
    Copy(folder)
    shutil.copy(folder / "discretion.sqlite", old)

    def act(subject, times):
        one.start()
        client = one.browser()
        for _ in range(times):
            client.session.post(one.address + "/urgent", data={**client.fields(client.get("/urgent").text, "/urgent"), "subject": subject})
        one.stop()

    act("As it was", 2)
    outside = tmp_path / "checkpoint"
    outside.write_text(run("ledger", "checkpoint", "--data", folder).stdout)
    act("Later", 1)
    assert run("ledger", "verify", "--data", folder, "--checkpoint", outside).returncode == 0
    for end in ("", "-wal", "-shm"):
        (folder / ("discretion.sqlite" + end)).unlink(missing_ok=True)
    shutil.copy(old, folder / "discretion.sqlite")
    act("As it was not", 5)
    assert run("ledger", "verify", "--data", folder).returncode == 0
    found = run("ledger", "verify", "--data", folder, "--checkpoint", outside, "--json")
    assert found.returncode == 2 and json.loads(found.stdout)["what"].startswith("checkpoint "), found


def test_a_checkpoint_that_somebody_else_holds_is_checked(victim, tmp_path):
    note = run("ledger", "checkpoint", "--data", victim.folder).stdout
    file = tmp_path / "checkpoint"
    file.write_text(note)
    assert victim.verify("--checkpoint", file)[0] == 0
    text, signature = note.split("\n\n")
    origin, size, root = text.split("\n")[:3]
    other = base64.b64encode(bytes(b ^ 1 for b in base64.b64decode(root))).decode()
    signed_bytes = bytearray(base64.b64decode(signature.split()[2]))
    signed_bytes[20] ^= 1
    for what, changed_note in {
        "another root": f"{origin}\n{size}\n{other}\n\n{signature}", "another size": f"{origin}\n{int(size) - 1}\n{root}\n\n{signature}",
        "another signature": f"{text}\n\n— {origin} {base64.b64encode(signed_bytes).decode()}\n",
        "more text": f"{text}\nand more\n\n{signature}",
    }.items():
        file.write_text(changed_note)
        assert run("ledger", "verify", "--data", victim.folder, "--checkpoint", file).returncode == 2, what
    for what, no_note in {"nothing": "", "no signature": text + "\n\n", "a word": "checkpoint", "no size": f"{origin}\nmany\n{root}\n\n{signature}"}.items():
        file.write_text(no_note)
        assert run("ledger", "verify", "--data", victim.folder, "--checkpoint", file).returncode == 65, what
    assert run("ledger", "verify", "--data", victim.folder, "--checkpoint", tmp_path / "absent").returncode == 65


def test_a_checkpoint_of_another_ledger_is_refused(victim, tmp_path):
    other = tmp_path / "other"
    assert run("user", "add-organisation", "a", "--title", "A", "--policy", "england-2026", "--procedure", "p", "--procedure-number", "1", "--data", other).returncode == 0
    foreign = tmp_path / "foreign"
    foreign.write_text(run("ledger", "checkpoint", "--data", other).stdout)
    found = run("ledger", "verify", "--data", victim.folder, "--checkpoint", foreign)
    assert found.returncode == 2 and "signature" in found.stderr, found
    # Nor does it pass when it stands in the ledger's own table.
    size = foreign.read_text().split("\n")[1]
    victim.tamper(("INSERT INTO ledger_checkpoint (id, size, at, note, salt, entry) VALUES ('f', ?, '2026-01-01T00:00:00.000Z', ?, x'00', 1)", [int(size), foreign.read_text()]))
    status, found, _ = victim.verify()
    assert status == 2 and found["what"] == f"checkpoint {size}"


def test_a_file_that_is_no_database_is_said_to_be_none(victim, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("ledger", "verify", "--data", empty).returncode == 65
    victim.database.write_bytes(b"not a database" * 1000)
    assert run("ledger", "verify", "--data", victim.folder).returncode in (2, 65)
    victim.restore()
    torn = bytearray(victim.pristine)
    page = torn.find(victim.rows("decision")[0]["commitment"]) // 4096 * 4096
    for place in range(page, page + 4096):
        torn[place] ^= 0xFF
    victim.database.write_bytes(torn)
    assert run("ledger", "verify", "--data", victim.folder).returncode in (2, 65)


def test_a_site_on_a_changed_ledger_shows_records_and_takes_none(victim):
    """Reading goes on, writing stops, and every page says so."""
    row = next(row for row in victim.rows("decision") if not row["at"].endswith("0Z"))
    victim.tamper(("UPDATE decision SET at = substr(at, 1, 22) || '0Z' WHERE id = ? AND at NOT LIKE '%0Z'", [row["id"]]))
    one = Site(victim.folder).start()
    try:
        client = one.browser()
        page = client.get("/work")
        assert page.status_code == 200 and "You can read records but not add to them" in page.text
        entries = one.sql("SELECT COUNT(*) FROM urgent_action")[0][0]
        answer = client.session.post(one.address + "/urgent", data={**client.fields(client.get("/urgent").text, "/urgent"), "subject": "x"})
        assert answer.status_code == 503 and "Nothing was recorded" in Page(answer.text).words
        assert one.sql("SELECT COUNT(*) FROM urgent_action")[0][0] == entries
        assert client.session.get(one.address + "/health/ready").status_code == 503
    finally:
        one.kill()


# RFC 6962, once more and independently


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def divide(count):
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def tree_root(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = divide(len(hashes))
    return node_hash(tree_root(hashes[:half]), tree_root(hashes[half:]))


def inclusion_path(index, hashes):
    """PATH of RFC 6962 §2.1.1."""
    if len(hashes) == 1:
        return []
    half = divide(len(hashes))
    if index < half:
        return inclusion_path(index, hashes[:half]) + [tree_root(hashes[half:])]
    return inclusion_path(index - half, hashes[half:]) + [tree_root(hashes[:half])]


def consistency_path(size, hashes, whole=True):
    """SUBPROOF of RFC 6962 §2.1.2."""
    if size == len(hashes):
        return [] if whole else [tree_root(hashes)]
    half = divide(len(hashes))
    if size <= half:
        return consistency_path(size, hashes[:half], whole) + [tree_root(hashes[half:])]
    return consistency_path(size - half, hashes[half:], False) + [tree_root(hashes[:half])]


def root_of_inclusion(hash, index, size, path):
    """The root to which a path leads, by the way of §2.1.1 read backwards; None when the path is too short or long."""
    if size == 1:
        return hash if not path else None
    if not path:
        return None
    half = divide(size)
    if index < half:
        below = root_of_inclusion(hash, index, half, path[:-1])
        return below and node_hash(below, path[-1])
    below = root_of_inclusion(hash, index - half, size - half, path[:-1])
    return below and node_hash(path[-1], below)


def inclusion_holds(proof):
    if not 0 <= proof["leafIndex"] < proof["treeSize"]:
        return False
    path = [base64.b64decode(step) for step in proof["proof"]]
    return root_of_inclusion(base64.b64decode(proof["leafHash"]), proof["leafIndex"], proof["treeSize"], path) == base64.b64decode(proof["root"])


def roots_of_consistency(size1, size2, path, root1, whole=True):
    """Both roots to which a path leads; None when it is too short or long."""
    if size1 == size2:
        if whole:
            return (root1, root1) if not path else None
        return (path[0], path[0]) if len(path) == 1 else None
    if not path:
        return None
    half = divide(size2)
    if size1 <= half:
        below = roots_of_consistency(size1, half, path[:-1], root1, whole)
        return below and (below[0], node_hash(below[1], path[-1]))
    below = roots_of_consistency(size1 - half, size2 - half, path[:-1], root1, False)
    return below and (node_hash(path[-1], below[0]), node_hash(path[-1], below[1]))


def consistency_holds(proof):
    if not 0 < proof["size1"] <= proof["size2"]:
        return False
    root1, root2 = base64.b64decode(proof["root1"]), base64.b64decode(proof["root2"])
    path = [base64.b64decode(step) for step in proof["proof"]]
    return roots_of_consistency(proof["size1"], proof["size2"], path, root1) == (root1, root2)


def leaf(entry):
    """An entry's bytes, as the ledger defines them: lengths before texts, and the digest at the end."""
    texts = b"".join(b"%d:%s\n" % (len(entry[name].encode()), entry[name].encode()) for name in ("at", "act", "actor", "record"))
    return b"discretion ledger entry 1\n%d\n" % entry["index"] + texts + base64.b64decode(entry["digest"])


class Exported:
    def __init__(self, data, folder):
        assert run("ledger", "export", folder, "--json-lines", "--data", data).returncode == 0
        self.entries = [json.loads(line) for line in (folder / "entries.jsonl").read_text().splitlines()]
        self.checkpoint = (folder / "checkpoint").read_text()
        self.key = (folder / "key").read_text().strip()
        self.leaves = [leaf(entry) for entry in self.entries]
        self.hashes = [leaf_hash(one) for one in self.leaves]
        self.size = len(self.entries)
        self.inclusions, self.consistencies = {}, {}
        for index in sorted({0, 1, 2, self.size - 1, self.size - 2, self.size // 2, *random_numbers.sample(range(self.size), 14)}):
            self.inclusions[index] = self.prove(data, index)
        for size in sorted({1, 2, 3, 4, 64, 128, self.size - 1, self.size, *random_numbers.sample(range(1, self.size), 14)}):
            self.consistencies[size] = self.prove(data, "--from", size)

    @staticmethod
    def prove(data, *arguments):
        made = run("ledger", "prove", *arguments, "--data", data)
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)


@pytest.fixture(scope="module")
def exported(signed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    shutil.copytree(signed, folder / "demo")
    return Exported(folder / "demo", folder / "out")


def test_the_reference_agrees_with_the_examples_that_everybody_knows():
    """The test vectors of Certificate Transparency."""
    inputs = [bytes.fromhex(text) for text in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]]
    hashes = [leaf_hash(one) for one in inputs]
    assert tree_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_root(hashes[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree_root(hashes[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert tree_root(hashes).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_exported_entries_are_the_leaves_of_the_signed_root(exported):
    assert [entry["index"] for entry in exported.entries] == list(range(exported.size))
    assert [base64.b64decode(entry["leafHash"]) for entry in exported.entries] == exported.hashes
    lines = exported.checkpoint.split("\n")
    assert int(lines[1]) == exported.size
    assert base64.b64decode(lines[2]) == tree_root(exported.hashes)


def test_an_exported_entry_tells_nothing_about_a_person(exported, signed):
    words = set()
    for table, columns in {"decision": ["subject", "recipient", "reasons"], "urgent_action": ["subject", "danger"], "practitioner": ["name"]}.items():
        words |= {row[column] for row in Site(signed).opened(table) for column in columns if len(row.get(column) or "") > 4}
    assert len(words) > 30
    text = json.dumps(exported.entries, ensure_ascii=False)
    assert not [word for word in words if word in text]


def test_the_checkpoint_is_signed_as_c2sp_writes_it(exported):
    text, signatures = exported.checkpoint.split("\n\n")
    name, key_hash, key = exported.key.split("+", 2)
    public = base64.b64decode(key)
    assert public[0] == 1 and len(public) == 33
    assert hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex() == key_hash
    dash, signer, signature = signatures.rstrip("\n").split(" ")
    assert (dash, signer) == ("—", name) and text.split("\n")[0] == name
    signed = base64.b64decode(signature)
    assert signed[:4].hex() == key_hash and len(signed) == 68
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signed[4:], (text + "\n").encode())
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(signed[4:], (text + " \n").encode())


def test_inclusion_proofs_are_those_of_rfc_6962(exported):
    for index, proof in exported.inclusions.items():
        assert (proof["kind"], proof["leafIndex"], proof["treeSize"]) == ("inclusion", index, exported.size)
        assert base64.b64decode(proof["leafHash"]) == exported.hashes[index]
        assert [base64.b64decode(step) for step in proof["proof"]] == inclusion_path(index, exported.hashes)
        assert inclusion_holds(proof)
        assert leaf({**proof["entry"]}) == exported.leaves[index]


def test_consistency_proofs_are_those_of_rfc_6962(exported):
    for size, proof in exported.consistencies.items():
        assert (proof["kind"], proof["size1"], proof["size2"]) == ("consistency", size, exported.size)
        assert base64.b64decode(proof["root1"]) == tree_root(exported.hashes[:size])
        assert [base64.b64decode(step) for step in proof["proof"]] == consistency_path(size, exported.hashes)
        assert consistency_holds(proof)


def test_the_site_gives_out_the_same_proofs(signed, tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(signed, folder)
    one = Site(folder).start()
    try:
        client = one.browser()
        decision = one.sql("SELECT id FROM decision WHERE author = 'nia-hollowell' ORDER BY at DESC LIMIT 1")[0][0]
        proof = client.get(f"/decisions/{decision}/proof.json").json()
        assert inclusion_holds(proof) and proof["entry"]["record"] == f"decision/{decision}"
        bare = client.session.get(f"{one.address}/ledger/proof/{proof['leafIndex']}").json()
        assert inclusion_holds(bare) and bare["leafHash"] == proof["leafHash"]
        assert client.session.get(one.address + "/ledger/key").text.strip() == proof["verifierKey"]
        assert client.session.get(one.address + "/ledger/proof/999999").status_code == 404
        for index in (-1, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1, 2 ** 64, "x", "%00"):
            assert client.session.get(f"{one.address}/ledger/proof/{index}").status_code == 404, index
        file = tmp_path / "proof.json"
        file.write_text(json.dumps(proof))
        assert run("ledger", "check-proof", file).returncode == 0
    finally:
        one.stop()


def test_roots_and_inclusion_proofs_agree_with_pymerkle(exported):
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in exported.leaves:
            tree.append_entry(one)
        for size in {1, 2, 3, exported.size, *exported.consistencies}:
            assert tree.get_state(size) == tree_root(exported.hashes[:size])
        for size, proof in exported.consistencies.items():
            assert tree.get_state(size) == base64.b64decode(proof["root1"])
        for index, proof in exported.inclusions.items():
            # It counts from 1 and begins its path with the leaf itself.
            path = tree.prove_inclusion(index + 1, exported.size).serialize()["path"]
            assert path[0] == exported.hashes[index].hex()
            assert path[1:] == [base64.b64decode(step).hex() for step in proof["proof"]]


def test_roots_proofs_and_the_checkpoint_agree_with_go_sumdb(exported, tmp_path):
    go = shutil.which("go")
    if go is None or not pathlib.Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir():
        reason = "NOT CHECKED against Go's tlog and note: install the packages golang-go and golang-golang-x-mod-dev"
        print(reason)
        warnings.warn(reason)
        pytest.skip(reason)

    def step(proof, names):
        return {name[0].upper() + name[1:]: proof[name] for name in names}

    given = {
        "Leaves": [base64.b64encode(one).decode() for one in exported.leaves],
        "Roots": {str(size): base64.b64encode(tree_root(exported.hashes[:size])).decode() for size in range(1, exported.size + 1, 7)},
        "Inclusions": [step(proof, ["leafHash", "leafIndex", "treeSize", "root", "proof"]) for proof in exported.inclusions.values()],
        "Consistencies": [step(proof, ["size1", "size2", "root1", "root2", "proof"]) for proof in exported.consistencies.values()],
        "Checkpoint": exported.checkpoint, "Key": exported.key,
    }
    environment = {
        **os.environ, "GO111MODULE": "off", "GOFLAGS": "", "GOPATH": f"{tmp_path}:/usr/share/gocode", "GOCACHE": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    program = tmp_path / "tlogcheck"
    subprocess.run([go, "build", "-o", program, ROOT / "Tests/Outside/tlogcheck/main.go"], env=environment, check=True, timeout=300)
    good = subprocess.run([program], input=json.dumps(given), capture_output=True, text=True, timeout=60)
    assert good.returncode == 0, good.stdout + good.stderr
    bad = copy.deepcopy(given)
    bad["Inclusions"][3]["LeafIndex"] += 1
    bad["Checkpoint"] = bad["Checkpoint"].replace("\n" + str(exported.size) + "\n", "\n" + str(exported.size + 1) + "\n")
    worse = subprocess.run([program], input=json.dumps(bad), capture_output=True, text=True, timeout=60)
    assert worse.returncode == 1 and "inclusion" in worse.stdout and "checkpoint" in worse.stdout, worse.stdout


# check-proof


def check(proof):
    text = proof if isinstance(proof, str) else json.dumps(proof)
    return run("ledger", "check-proof", "-", input=text).returncode


def shortest(proofs, steps):
    """The proof with the fewest steps, but not fewer than so many: enough for every path of the check."""
    return min((proof for proof in proofs if len(proof["proof"]) >= steps), key=lambda proof: len(proof["proof"]))


def test_a_proof_that_holds_ends_with_0(exported):
    for proof in [*exported.inclusions.values(), *exported.consistencies.values()]:
        assert check(proof) == 0
    bare = {name: value for name, value in exported.inclusions[0].items() if name in ("kind", "leafHash", "leafIndex", "treeSize", "root", "proof")}
    assert check(bare) == 0


def bits(proof, names):
    """The proof once for each bit of its hashes, with that bit changed."""
    for name in names:
        values = proof[name] if isinstance(proof[name], list) else [proof[name]]
        for place, value in enumerate(values):
            whole = base64.b64decode(value)
            for bit in range(len(whole) * 8):
                changed_bytes = bytearray(whole)
                changed_bytes[bit // 8] ^= 1 << bit % 8
                text = base64.b64encode(changed_bytes).decode()
                yield f"{name}[{place}] bit {bit}", {**proof, name: [*values[:place], text, *values[place + 1:]] if isinstance(proof[name], list) else text}


def numbers(proof, names):
    for name in names:
        for bit in range(63):
            yield f"{name} bit {bit}", {**proof, name: proof[name] ^ 1 << bit}


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_a_proof_with_any_one_bit_of_a_hash_changed_does_not_hold(exported, kind):
    if kind == "inclusion":
        changed_proofs = bits(shortest(exported.inclusions.values(), 3), ["leafHash", "root", "proof"])
    else:
        changed_proofs = bits(shortest(exported.consistencies.values(), 3), ["root1", "root2", "proof"])
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda one: (one[0], check(one[1])), changed_proofs))
    assert len(results) >= 256 * 5
    assert not [one for one in results if one[1] != 1]


def test_a_proof_with_any_one_bit_of_a_number_changed_is_judged_as_rfc_6962_does(exported):
    """A size is bound by the signature, not by the hashes: some neighbouring sizes have paths of the same shape."""
    bare = ("kind", "leafHash", "leafIndex", "treeSize", "root", "proof")
    inclusion = {name: exported.inclusions[exported.size // 2][name] for name in bare}
    consistency = shortest(exported.consistencies.values(), 3)
    held = 0
    for what, proof in numbers(inclusion, ["leafIndex", "treeSize"]):
        expected = 0 if inclusion_holds(proof) else 1
        held += expected == 0
        assert check(proof) == expected, what
        if what.startswith("leafIndex"):
            assert expected == 1, what
    for what, proof in numbers(consistency, ["size1", "size2"]):
        expected = 0 if consistency_holds(proof) else 1
        held += expected == 0
        assert check(proof) == expected, what
    assert held < 40


def test_a_proof_with_a_step_too_few_too_many_or_out_of_order_does_not_hold(exported):
    for proof in (shortest(exported.inclusions.values(), 3), shortest(exported.consistencies.values(), 3)):
        steps = proof["proof"]
        for other in ([], steps[1:], steps[:-1], steps + steps[-1:], steps[:1] + steps, steps[::-1], [steps[1], steps[0], *steps[2:]], steps * 40):
            assert check({**proof, "proof": other}) == 1


def test_nothing_is_consistent_with_an_empty_or_a_larger_ledger(exported):
    proof = exported.consistencies[64]
    empty = base64.b64encode(hashlib.sha256(b"").digest()).decode()
    assert check({**proof, "size1": 0, "root1": empty, "proof": []}) == 1
    assert check({**proof, "size1": 0}) == 1
    assert check({**proof, "size1": 0, "size2": 0, "root1": empty, "root2": empty, "proof": []}) == 1
    assert check({**proof, "size1": proof["size2"], "size2": proof["size1"], "root1": proof["root2"], "root2": proof["root1"]}) == 1
    assert check({**proof, "size1": proof["size2"] + 1}) == 1
    same = {**proof, "size1": proof["size2"], "root1": proof["root2"], "proof": []}
    assert check(same) == 0
    assert check({**same, "root1": proof["root1"]}) == 1
    assert check({**same, "proof": proof["proof"][:1]}) == 1


def test_an_inclusion_outside_the_ledger_does_not_hold(exported):
    proof = exported.inclusions[0]
    assert check({**proof, "treeSize": 0}) == 1
    assert check({**proof, "leafIndex": proof["treeSize"]}) == 1
    one = {"kind": "inclusion", "leafHash": proof["leafHash"], "leafIndex": 0, "treeSize": 1, "root": proof["leafHash"], "proof": []}
    assert check(one) == 0
    assert check({**one, "leafIndex": 2 ** 64 - 1, "treeSize": 2 ** 64 - 1}) == 1


FIELDS = {"inclusion": ["kind", "leafHash", "leafIndex", "treeSize", "root", "proof"], "consistency": ["kind", "size1", "size2", "root1", "root2", "proof"]}


def no_proofs(proof, kind):
    for name in FIELDS[kind]:
        yield f"{name} missing", {key: value for key, value in proof.items() if key != name}
        yield f"{name} null", {**proof, name: None}
        yield f"{name} an object", {**proof, name: {}}
    for name in [name for name in FIELDS[kind] if isinstance(proof[name], int)]:
        for value in (-1, 1.5, "1", True, 2 ** 64, 2 ** 70, -0.5, [1], 1e300):
            yield f"{name} {value!r}", {**proof, name: value}
    for name in [name for name in FIELDS[kind] if isinstance(proof[name], str) and name != "kind"]:
        for value in ("not base64!", proof[name][:-1], proof[name].replace("=", ""), "é" * 44, proof[name] + "\n", 1, proof[name][:20] + " " + proof[name][20:]):
            yield f"{name} {value!r}", {**proof, name: value}
    for value in ("abc", [1], [None], [["a"]], ["not base64!"], [*proof["proof"], 5], {"0": "a"}):
        yield f"proof {value!r}", {**proof, "proof": value}
    for value in ("", "Inclusion", "exclusion", 1, ["inclusion"]):
        yield f"kind {value!r}", {**proof, "kind": value}


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_what_is_no_proof_at_all_ends_with_65(exported, kind):
    proof = exported.inclusions[0] if kind == "inclusion" else exported.consistencies[64]
    wrong = []
    for what, other in no_proofs(proof, kind):
        status = check(other)
        if status != 65:
            wrong.append(f"{what}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_file_that_is_not_json_ends_with_65(tmp_path):
    for text in ("", " ", "proof", "[]", "1", "null", "true", '"inclusion"', "{", "{}", '{"kind": "inclusion"', "[" * 10000, "﻿", "\0"):
        assert check(text) == 65, text[:20]
    file = tmp_path / "bytes"
    file.write_bytes(b"\xff\xfe\x00")
    assert run("ledger", "check-proof", file).returncode == 65
    assert run("ledger", "check-proof", tmp_path / "absent").returncode == 65
    assert run("ledger", "check-proof", tmp_path).returncode == 65


def test_a_hash_of_another_length_proves_nothing(exported):
    for length in (0, 31, 33, 64):
        text = base64.b64encode(bytes(length)).decode()
        for name in ("leafHash", "root"):
            assert check({**exported.inclusions[0], name: text}) in (1, 65)
        assert check({**exported.inclusions[0], "proof": [text, *exported.inclusions[0]["proof"][1:]]}) in (1, 65)


@pytest.mark.parametrize("arguments, status", [
    (["999999"], 65), (["--from", "0"], 65), (["--from", "999999"], 65), ([], 64), (["1", "--from", "1"], 64), (["x"], 64), (["--", "-1"], 64),
    (["18446744073709551615"], 65), (["--from", "18446744073709551615"], 65), (["18446744073709551616"], 64),
])
def test_a_proof_that_cannot_be_is_not_made(signed, arguments, status):
    made = run("ledger", "prove", "--data", signed, *arguments)
    assert made.returncode == status, made
    assert made.stdout == "" and made.stderr
