"""The command line: what goes in, what comes out, and what it ends with."""
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

from conftest import MUST_SHARE, PROGRAM, ROOT, Client, Site, free_port, run
from oracle import Policy, Vocabulary, load
from pages import Page

BROKEN = ROOT / "Tests" / "Broken"


def read_again(content, name):
    """A policy as the second reader understands it."""
    return Policy(load(content / "policies" / name / "policy.yaml"), Vocabulary(load(content / "vocabulary.yaml")))


POLICIES = sorted(folder.name for folder in (ROOT / "Content/policies").iterdir() if (folder / "policy.yaml").exists())


# Help


def subcommands(text):
    found = re.search(r"SUBCOMMANDS:\n(.*?)(?:\n\n|\Z)", text, re.S)
    return re.findall(r"^  ([a-z-]+)(?:\s|$)", found.group(1), re.M) if found else []


def every_command(path=()):
    text = run(*path, "--help").stdout
    yield path, text
    for name in subcommands(text):
        yield from every_command((*path, name))


def test_every_command_explains_itself_and_each_of_its_options():
    seen = []
    for path, text in every_command():
        seen.append(" ".join(path))
        answer = run(*path, "--help")
        assert answer.returncode == 0 and answer.stderr == "", path
        assert "OVERVIEW: " in text and "USAGE: " in text, path
        usage, described = re.search(r"USAGE: (.*?)\n\n(.*)", text, re.S).groups()
        for option in re.findall(r"--[a-z-]+", usage):
            assert re.search(rf"^  (-\w, )?{option}( |$).*(\n {{20,}})?\S", described, re.M), f"{path}: {option} is not explained"
        for argument in re.findall(r"(?<![\w>-] )<([a-z]+)>(?! *\.\.\.\])", re.sub(r"--[a-z-]+ <[a-z:-]+>", "", usage)):
            if path and argument not in ("subcommand",):
                assert f"<{argument}>" in described, f"{path}: <{argument}> is not explained"
        for line in re.findall(r"^  (--[a-z-]+ .*|<.*)$", described, re.M):
            assert not re.search(r"\b[A-Z]\w+\(\w+:", line), f"{path}: {line} shows the program's insides"
    for name in ["serve", "decide", "policy list", "policy show", "policy check", "policy cases", "ledger verify", "ledger checkpoint", "ledger prove",
                 "ledger check-proof", "ledger export", "user add", "user add-organisation", "coverage"]:
        assert name in seen


@pytest.mark.parametrize("arguments", [
    ["bogus"], ["policy", "bogus"], ["ledger", "bogus"], ["user", "bogus"], ["decide", "--bogus"], ["decide", "extra"], ["decide", "--policy"],
    ["decide", "--as-of", "yesterday", "--facts", "-"], ["decide", "--as-of", "2026-1-1", "--facts", "-"], ["decide", "--as-of", "2026-99-99", "--facts", "-"],
    ["decide", "--as-of", "2026-02-30", "--facts", "-"], ["decide", "--as-of", "2026-1-011", "--facts", "-"], ["decide", "--as-of", "", "--facts", "-"],
    ["policy", "show"], ["policy", "show", "a", "b"], ["ledger", "check-proof"], ["ledger", "prove"], ["ledger", "export"], ["ledger", "verify", "extra"],
    ["serve", "--address", "nonsense"], ["serve", "--address", "127.0.0.1:70000"], ["serve", "--address", "127.0.0.1:-1"], ["serve", "--address", "127.0.0.1:"],
    ["serve", "--demo", "--address", "0.0.0.0:8080"], ["serve", "--demo", "--address", "[::]:8080"], ["serve", "--demo", "--address", "192.0.2.1:8080"],
    ["serve", "--idle-minutes", "x"], ["user", "add"], ["user", "add", "a@b.example"], ["coverage", "extra"], ["ledger", "verify", "--database", "mysql://x"],
], ids=" ".join)
def test_wrong_use_ends_with_64(arguments, tmp_path):
    options = ["--data", tmp_path / "data"] if arguments[0] in ("serve", "ledger", "user") and len(arguments) > 1 and arguments[1] not in ("bogus", "check-proof") else []
    answer = run(*arguments, *options, input='{"facts": {}}', timeout=30)
    assert answer.returncode == 64, answer
    assert answer.stdout == "" and answer.stderr


def test_a_demonstration_refuses_to_be_reached_from_elsewhere(tmp_path):
    answer = run("serve", "--demo", "--address", "0.0.0.0:8080", "--data", tmp_path / "demo", timeout=30)
    assert answer.returncode == 64 and "loopback" in answer.stderr
    assert not (tmp_path / "demo").exists()


# Policies


@pytest.mark.parametrize("arguments", [["policy", "show", "engand-2026"], ["policy", "check", "engand-2026"], ["policy", "cases", "engand-2026"], ["decide", "--policy", "engand-2026", "--facts", "-"]], ids=" ".join)
def test_an_unknown_policy_ends_with_65_and_the_nearest_name(arguments):
    answer = run(*arguments, input='{"facts": {}}')
    assert answer.returncode == 65 and answer.stdout == ""
    assert "engand-2026" in answer.stderr and "did you mean `england-2026`?" in answer.stderr


def test_the_policies_are_listed():
    text, listed = run("policy", "list"), run("policy", "list", "--json")
    assert text.returncode == listed.returncode == 0
    found = json.loads(listed.stdout)
    assert [one["policy"] for one in found] == POLICIES and len(found) == 6
    for one in found:
        assert set(one) >= {"policy", "title", "version", "from", "sha256"}
        assert re.fullmatch(r"[0-9a-f]{64}", one["sha256"]) and re.fullmatch(r"\d{4}-\d\d-\d\d", one["from"])
        assert one["policy"] in text.stdout and one["title"] in text.stdout
    assert len({one["sha256"] for one in found}) == 6


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_is_shown_with_its_rules_and_clauses(name):
    text, shown = run("policy", "show", name), run("policy", "show", name, "--json")
    assert text.returncode == shown.returncode == 0
    found = json.loads(shown.stdout)
    policy = read_again(ROOT / "Content", name)
    assert [(rule["id"], rule["then"]) for rule in found["rules"]] == [(rule, then) for rule, _, then in policy.rules]
    assert [one["id"] for one in found["obligations"]] == [one for one, _, _ in policy.obligations]
    assert found["facts"] == policy.facts
    for one in found["rules"] + found["obligations"]:
        assert one["because"] and all(set(clause) == {"source", "clause"} for clause in one["because"])
        assert one["id"] in text.stdout and one["words"] in text.stdout
    assert found["sha256"] in text.stdout


def test_the_policies_are_proved():
    text, checked = run("policy", "check"), run("policy", "check", "--json")
    assert text.returncode == checked.returncode == 0
    found = json.loads(checked.stdout)
    assert [one["policy"] for one in found] == POLICIES
    for one in found:
        assert set(one) >= {"policy", "rules", "facts", "situations", "gaps", "unreachable", "conflicts", "invariants", "milliseconds"}
        policy = read_again(ROOT / "Content", one["policy"])
        assert (one["rules"], one["facts"], int(one["situations"])) == (len(policy.rules), len(policy.facts), policy.size({}))
        assert int(one["gaps"]["count"]) == 0 and one["unreachable"] == [] and one["conflicts"] == []
        assert {kept["invariant"]: kept["holds"] for kept in one["invariants"]} == dict.fromkeys(policy.invariants, True)
        assert all("witness" in kept for kept in one["invariants"]), "the contract names a witness for each invariant, null where there is none"
        assert one["policy"] in text.stdout
    one = json.loads(run("policy", "check", POLICIES[2], "--json").stdout)
    assert [report["policy"] for report in one] == [POLICIES[2]]


def test_the_cases_of_the_policies_agree():
    text, ran = run("policy", "cases"), run("policy", "cases", "--json")
    assert text.returncode == ran.returncode == 0
    found = json.loads(ran.stdout)
    assert {one["policy"] for one in found} == set(POLICIES)
    assert all(one["passed"] is True and one["complaints"] == [] for one in found)
    assert f"{len(found)} cases agree, 0 do not" in text.stdout


def test_a_case_that_gets_other_advice_ends_with_1(tmp_path):
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    file = content / "policies/nottingham-2016/cases.yaml"
    text = file.read_text()
    changed = re.sub(r"advice: do-not-share", "advice: must-share", text, count=1)
    if changed == text:
        changed = re.sub(r"advice: share\b", "advice: do-not-share", text, count=1)
    assert changed != text
    file.write_text(changed)
    answer = run("policy", "cases", "nottingham-2016", "--content", content)
    assert answer.returncode == 1 and "expected" in answer.stdout and "1 do not" in answer.stdout
    found = json.loads(run("policy", "cases", "nottingham-2016", "--content", content, "--json").stdout)
    assert sum(not one["passed"] for one in found) >= 1


# Deciding

KEYS = {
    "policy": str, "edition": dict, "certain": bool, "outcome": (str, type(None)), "possible": list, "rule": (str, type(None)), "because": list, "restedOn": list,
    "obligations": list, "next": (dict, type(None)), "notNeeded": list, "flips": list}


def decide(facts, *options):
    answer = run("decide", "--facts", "-", "--json", *options, input=json.dumps({"facts": facts}))
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def assert_contract(found, policy):
    for key, kind in KEYS.items():
        assert key in found and isinstance(found[key], kind), f"{key}: {found.get(key)!r}"
    assert found["policy"] == policy
    assert isinstance(found["edition"]["version"], str) and re.fullmatch(r"[0-9a-f]{64}", found["edition"]["sha256"])
    for clause in found["because"] + [clause for one in found["obligations"] for clause in one["because"]]:
        assert set(clause) >= {"source", "clause"} and all(isinstance(value, str) for value in clause.values())
    for one in found["obligations"]:
        assert set(one) >= {"id", "words", "because"} and one["because"] and one["words"]
    assert all(isinstance(one, str) for one in found["possible"] + found["restedOn"] + found["notNeeded"])
    if found["next"] is not None:
        assert set(found["next"]) >= {"fact", "ask"} and found["next"]["ask"].endswith("?")
    for flip in found["flips"]:
        assert set(flip) >= {"change", "outcome"} and isinstance(flip["change"], dict) and flip["outcome"] != found["outcome"]
    if not found["certain"]:
        assert found["outcome"] is None and found["rule"] is None


@pytest.mark.parametrize("name", POLICIES)
def test_advice_has_every_part_of_the_contract(name):
    edition = next(one for one in json.loads(run("policy", "list", "--json").stdout) if one["policy"] == name)
    for facts in ({}, MUST_SHARE, {"consent": "not-known"}):
        found = decide(facts, "--policy", name)
        assert_contract(found, name)
        assert found["edition"] == {"version": edition["version"], "sha256": edition["sha256"]}
    assert not decide({}, "--policy", name)["certain"] and decide({}, "--policy", name)["next"]


def test_what_must_be_shared_must_be_shared():
    found = decide(MUST_SHARE)
    assert (found["certain"], found["outcome"], found["possible"], found["next"] is None) == (True, "must-share", ["must-share"], True) or found["outcome"] == "must-share"
    assert found["because"] and found["rule"] and set(found["restedOn"]) <= set(MUST_SHARE)


def test_an_answer_that_is_not_known_is_not_taken_for_no():
    found = decide({**MUST_SHARE, "sharing-more-detrimental": "not-known"})
    assert not found["certain"] or found["outcome"] == "must-share"
    assert decide({**MUST_SHARE, "sharing-more-detrimental": "not-known"})["possible"] != ["do-not-share"]


@pytest.mark.parametrize("text, words", [
    ('{"facts": {"consnt": "given"}}', ["consnt", "consent"]), ('{"facts": {"consent": "gven"}}', ["gven", "consent", "given"]),
    ('{"facts": {"holder-is-listed": "Yes"}}', ["Yes", "holder-is-listed", "yes"]), ('{"facts": {"holder-is-listed": ""}}', ["holder-is-listed"]),
    ('{"facts": {"consnt": "given", "chld-harm": "none", "consent": "gven"}}', ["consnt", "chld-harm", "child-harm", "gven"]),
    ('{"facts": {"holder-is-listed": true}}', ["holder-is-listed"]), ('{"facts": {"holder-is-listed": null}}', ["holder-is-listed"]),
    ('{"facts": {"holder-is-listed": 1}}', ["holder-is-listed"]), ('{"facts": {"consent": ["given"]}}', ["consent"]),
    ('{"facts": []}', ["facts"]), ('{"facts": "consent"}', ["facts"]), ("{}", ["facts"]), ("[]", ["facts"]), ('"facts"', []), ("null", []),
    ("", ["JSON"]), (" \n \n", ["JSON"]), ("facts", ["JSON"]), ('{"facts": {}', ["JSON"]), ('{"facts": {}} {"facts": {}}', ["JSON"]),
    ('{"facts": {}}\n{"facts": {"consnt": "given"}}\n', ["consnt", "2"]), ('{"facts": {}}\nno\n', ["JSON", "2"]),
])
def test_facts_that_cannot_be_understood_end_with_65_and_say_what_is_wrong(text, words):
    answer = run("decide", "--facts", "-", "--json", input=text)
    assert answer.returncode == 65, answer
    for word in words:
        assert word in answer.stderr, answer.stderr
    assert "Swift" not in answer.stderr and "Error Domain" not in answer.stderr


def test_a_file_of_facts_that_is_not_there_ends_with_65(tmp_path):
    for name in (tmp_path / "absent", tmp_path):
        answer = run("decide", "--facts", name)
        assert answer.returncode == 65 and str(name) in answer.stderr
    (tmp_path / "bytes").write_bytes(b'{"facts": {"consent": "\xff\xfe"}}')
    assert run("decide", "--facts", tmp_path / "bytes").returncode == 65


#: What each situation gets when it is asked alone.
ALONE = {}


def lines_of_facts(count):
    values = ["given", "refused", "not-sought", "withdrawn", "not-known"]
    return [{"facts": {**MUST_SHARE, "consent": values[i % 5], "recipient-verified": "no" if i % 3 else "yes", "identifies-a-person": "no" if i % 7 == 0 else "yes"}} for i in range(count)]


@pytest.mark.parametrize("ending, last", [("\n", "\n"), ("\n", ""), ("\n\n", "\n\n"), ("\r\n", "\r\n"), ("\n  ", "\n")], ids=["lines", "no last line end", "empty lines between", "lines as Windows ends them", "indented"])
def test_lines_of_facts_give_as_many_lines_of_advice_in_order(tmp_path, ending, last):
    given = lines_of_facts(25)
    file = tmp_path / "facts.jsonl"
    file.write_bytes((ending.join(json.dumps(one) for one in given) + last).encode())
    answer = run("decide", "--facts", file, "--json")
    assert answer.returncode == 0, answer.stderr
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(found) == len(given)
    for one, got in zip(given, found):
        key = json.dumps(one)
        if key not in ALONE:
            ALONE[key] = decide(one["facts"])
        assert got == ALONE[key]
    assert len({json.dumps(one) for one in found}) > 3


def test_one_object_over_several_lines_is_one_situation():
    answer = run("decide", "--facts", "-", "--json", input=json.dumps({"facts": MUST_SHARE}, indent=4))
    assert answer.returncode == 0 and len(answer.stdout.splitlines()) == 1


def test_the_same_facts_give_the_same_bytes():
    text = "".join(json.dumps(one) + "\n" for one in lines_of_facts(5))
    answers = {run("decide", "--facts", "-", "--json", input=text).stdout for _ in range(4)}
    assert len(answers) == 1


def test_advice_in_words_names_the_rule_the_clause_and_the_duties():
    found = decide(MUST_SHARE)
    answer = run("decide", "--facts", "-", input=json.dumps({"facts": MUST_SHARE}))
    assert answer.returncode == 0
    assert f"({found['rule']})" in answer.stdout and "(must-share)" in answer.stdout
    for one in found["obligations"]:
        assert one["words"] in answer.stdout
    for clause in found["because"]:
        assert f"{clause['source']} {clause['clause']}" in answer.stdout
    assert "The decision is yours" in answer.stdout


def test_a_date_before_the_edition_ends_with_65_and_one_after_it_does_not():
    text = json.dumps({"facts": {}})
    early = run("decide", "--facts", "-", "--as-of", "2019-01-06", "--policy", "expect-2019", input=text)
    assert early.returncode == 65 and "2019-01-07" in early.stderr and early.stdout == ""
    for date in ("2019-01-07", "2026-11-21", "2024-02-29"):
        assert run("decide", "--facts", "-", "--as-of", date, "--policy", "expect-2019", input=text).returncode == 0


EVERY_TIME = {"the first": "1\n" * 80, "not known": "-\n" * 80, "the last": "2\n" * 80, "slips": "?\n" + "nonsense\n99\n2\n" * 80}


@pytest.mark.parametrize("name, answers", [
    *[(name, one) for name in POLICIES for one in ("the first", "not known")], *[(name, one) for name in POLICIES[::4] for one in ("the last", "slips")]])
def test_the_questions_at_the_terminal_end_with_advice(name, answers):
    answer = run("decide", "--policy", name, input=EVERY_TIME[answers])
    assert answer.returncode == 0, answer.stderr
    assert "Advice: " in answer.stdout and "Next question" not in answer.stdout
    assert "The decision is yours" in answer.stdout
    assert "Answer with a number" in answer.stderr


def test_an_interview_that_is_broken_off_says_what_is_possible_so_far():
    answer = run("decide", input="")
    assert answer.returncode == 0
    assert "Still possible" in answer.stdout and "Next question: " in answer.stdout
    as_json = run("decide", "--json", input="1\n")
    assert as_json.returncode == 0
    assert_contract(json.loads(as_json.stdout), "england-2026")


def test_the_interview_puts_the_questions_that_the_advice_names():
    found = decide({})
    answer = run("decide", input="")
    assert found["next"]["ask"] in answer.stderr


# Coverage


def test_coverage_has_its_rows_in_text_and_json():
    text, covered = run("coverage"), run("coverage", "--json")
    found = json.loads(covered.stdout)
    assert set(found) >= {"rows"} and len(found["rows"]) >= 100
    for row in found["rows"]:
        assert set(row) >= {"id", "state", "by", "tests"}
        assert row["state"] in ("working", "partial", "not-built")
        assert isinstance(row["by"], list) and isinstance(row["tests"], list)
        assert row["state"] == "not-built" or (row["by"] and row["tests"])
        assert row["id"] in text.stdout
    assert len({row["id"] for row in found["rows"]}) == len(found["rows"])
    assert covered.returncode == 0, covered.stderr
    assert text.returncode == 0, text.stderr


@pytest.mark.parametrize("row, complaint", [
    ("state: working\n    by: [Sources/absent.swift]\n    tests: [Content/vocabulary.yaml]", "Sources/absent.swift"),
    ("state: working\n    by: [Content/vocabulary.yaml]\n    tests: [Tests/absent.py]", "Tests/absent.py"),
    ("state: working\n    by: [Content/vocabulary.yaml]\n    tests: ['Content/vocabulary.yaml#no-such-name']", "no-such-name"),
    ("state: working\n    by: [Content/vocabulary.yaml]\n    tests: []", "no test"), ("state: done\n    by: []\n    tests: []", "done"),
    ("state: partial\n    by: [Content/vocabulary.yaml]\n    tests: [Content/vocabulary.yaml]", "lacks"),
    ("state: working\n    by: [../../etc/passwd]\n    tests: [Content/vocabulary.yaml]", "etc/passwd"),
])
def test_coverage_ends_with_1_for_a_row_that_claims_too_much(tmp_path, row, complaint):
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    (content / "sources.yaml").write_text(f"rows:\n  - id: 000-01\n    part: A part\n    {row}\n")
    answer = run("coverage", "--content", content)
    assert answer.returncode == 1 and complaint in answer.stderr, answer


def test_coverage_without_its_file_ends_with_65(tmp_path):
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    for text in (None, "rows: 1\n", "rows:\n  - id: x\n", ": :\n\t"):
        (content / "sources.yaml").unlink(missing_ok=True)
        if text:
            (content / "sources.yaml").write_text(text)
        assert run("coverage", "--content", content).returncode == 65, text


def test_a_content_folder_that_is_none_ends_with_65(tmp_path):
    for arguments in (["policy", "list"], ["policy", "check"], ["decide", "--facts", "-"], ["serve", "--data", tmp_path / "data"]):
        answer = run(*arguments, "--content", tmp_path, input='{"facts": {}}', timeout=30)
        assert answer.returncode == 65 and "vocabulary.yaml" in answer.stderr, answer


# Serving and accounts


def everything(folder):
    """All that a store holds."""
    connection = sqlite3.connect(folder / "discretion.sqlite")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_demonstrations_folder_and_a_real_one_are_never_confused(seed, tmp_path):
    demo, real = tmp_path / "demo", tmp_path / "real"
    shutil.copytree(seed, demo)
    answer = run("serve", "--data", demo, "--address", f"127.0.0.1:{free_port()}", timeout=30)
    assert answer.returncode == 65 and "demonstration" in answer.stderr
    assert add_organisation(real).returncode == 0
    before = everything(real)
    answer = run("serve", "--demo", "--data", real, "--address", f"127.0.0.1:{free_port()}", timeout=30)
    assert answer.returncode == 65 and "real records" in answer.stderr
    assert everything(real) == before and before


def test_an_address_that_is_taken_is_said_to_be_taken(seed, tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(seed, folder)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run("serve", "--demo", "--data", folder, "--address", f"127.0.0.1:{port}", timeout=30)
    assert answer.returncode in (65, 75), answer
    assert str(port) in answer.stderr and "not yours to mend" not in answer.stderr, answer.stderr


def add_organisation(folder, name="quay", policy="england-2026"):
    return run("user", "add-organisation", name, "--title", "Quay Support", "--policy", policy, "--procedure", "Ring the duty desk.", "--procedure-number", "01632 960001", "--data", folder)


def add(folder, email, password="a long enough password", **changed):
    options = {"name": "Sam Ferryman", "post": "Support worker", "role": "practitioner", "organisation": "quay", **changed}
    return run("user", "add", email, *[part for name, value in options.items() for part in (f"--{name}", value)], "--data", folder, input=password + "\n")


class RealSite(Site):
    """A site with records of its own, as it is served outside a demonstration."""

    def start(self, wait=60):
        self.log = open(self.folder.parent / (self.folder.name + ".log"), "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--data", str(self.folder), "--address", f"127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log, cwd=ROOT,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
        end = time.time() + wait
        while time.time() < end and self.process.poll() is None:
            try:
                if requests.get(self.address + "/health/live", timeout=1).ok:
                    return self
            except requests.RequestException:
                time.sleep(0.05)
        raise AssertionError(pathlib.Path(self.log.name).read_text()[-2000:])

    def sign_in(self, email, password):
        session = requests.Session()
        answer = session.post(self.address + "/sign-in", data={"email": email, "password": password}, allow_redirects=False)
        return Client(self, session) if answer.status_code == 303 else None


@pytest.fixture
def real(tmp_path):
    folder = tmp_path / "real"
    assert add_organisation(folder).returncode == 0
    one = RealSite(folder)
    yield one
    if one.process and one.process.poll() is None:
        one.kill()


def test_somebody_with_an_account_signs_in_and_decides(real):
    answer = add(real.folder, "Sam@Quay.example")
    assert answer.returncode == 0 and "practitioner" in answer.stdout, answer
    assert "a long enough password" not in answer.stdout + answer.stderr
    real.start()
    page = requests.get(real.address + "/sign-in").text
    assert "fictional" not in page.lower() and "demonstration" not in page.lower()
    assert real.sign_in("sam@quay.example", "fictional-people-only") is None
    client = real.sign_in("sam@quay.example", "a long enough password")
    assert client
    assert "Sam Ferryman" in client.get("/work").text and "01632 960001" in client.get("/urgent").text
    answer = client.decide(client.begin())
    assert answer.url.endswith("/recorded")
    real.stop()
    assert run("ledger", "verify", "--data", real.folder).returncode == 0
    assert (os.stat(real.folder).st_mode & 0o077) == 0 and (os.stat(real.folder / "keys/ledger.key").st_mode & 0o077) == 0


def test_a_new_password_replaces_the_old_one_while_the_site_runs(real):
    assert add(real.folder, "sam@quay.example").returncode == 0
    real.start()
    assert real.sign_in("sam@quay.example", "a long enough password")
    assert add(real.folder, "sam@quay.example", "another good password").returncode == 0
    assert real.sign_in("sam@quay.example", "a long enough password") is None
    assert real.sign_in("sam@quay.example", "another good password")


@pytest.mark.parametrize("first, second", [("jo.smith@quay.example", "jo-smith@quay.example"), ("jo@quay.example", "jo-quay@example"), ("jo_a@quay.example", "jo+a@quay.example")])
def test_two_addresses_are_two_people_however_alike(real, first, second):
    assert add(real.folder, first, "the password of one", name="Jo One").returncode == 0
    assert add(real.folder, second, "the password of two", name="Jo Two").returncode == 0
    real.start()
    one, two = real.sign_in(first, "the password of one"), real.sign_in(second, "the password of two")
    assert one, "the first account is gone"
    assert two and "Jo One" in one.get("/work").text and "Jo Two" in two.get("/work").text
    request = one.begin()
    assert two.get(f"/requests/{request}").status_code == 404, "one reads the other's work"


def test_an_account_that_cannot_be_is_refused(real):
    for status, answer in [
        (65, add(real.folder, "a@quay.example", "short")), (65, add(real.folder, "a@quay.example", "")), (65, add(real.folder, "a@quay.example", organisation="none")),
        (64, add(real.folder, "a@quay.example", role="chief")), (64, add(real.folder, "a quay.example")), (64, add(real.folder, "a b@quay.example")),
        (65, add(real.folder.parent / "absent", "a@quay.example")), (65, add_organisation(real.folder, policy="engand-2026")),
    ]:
        assert answer.returncode == status, answer
    assert real.sql("SELECT COUNT(*) FROM credential") == [(0,)]
    assert "england-2026" in add_organisation(real.folder, policy="engand-2026").stderr
    assert run("ledger", "verify", "--data", real.folder).returncode == 0


# A policy that nobody would write


def test_a_condition_that_is_nested_too_deep_is_refused_and_does_not_end_the_program(tmp_path):
    content = tmp_path / "Content"
    folder = content / "policies" / "sound"
    folder.mkdir(parents=True)
    shutil.copy(BROKEN / "vocabulary.yaml", content)
    text = (BROKEN / "sound" / "policy.yaml").read_text()
    deep = text.replace("when: consent is given\n", "when: " + "(" * 100_000 + "danger" + ")" * 100_000 + "\n", 1)
    assert deep != text
    (folder / "policy.yaml").write_text(deep)
    answer = run("policy", "check", "sound", "--content", content)
    assert answer.returncode in (0, 65), answer.returncode
