"""A policy with a mistake in it is refused, with the place of every mistake, and nothing is done under it."""
import concurrent.futures
import os
import re
import shutil

import pytest

from conftest import ROOT, run
from oracle import Policy, Vocabulary, load

BROKEN = ROOT / "Tests" / "Broken"
KINDS = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir() and folder.name != "sound")
ORDER = re.compile(r"^(\S+):(\d+):(\d+): ")
SOUND = BROKEN / "sound" / "policy.yaml"


def content(folder, kind, policy=None, vocabulary=None, cases=None):
    """A Content folder with this one policy."""
    place = folder / "policies" / kind
    place.mkdir(parents=True)
    (place / "policy.yaml").write_bytes(policy if policy is not None else (BROKEN / kind / "policy.yaml").read_bytes())
    (folder / "vocabulary.yaml").write_bytes(vocabulary if vocabulary is not None else (BROKEN / "vocabulary.yaml").read_bytes())
    if cases is not None:
        (place / "cases.yaml").write_bytes(cases)
    return folder


def changed(path, *changes):
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def complaints(text):
    return [line for line in text.splitlines() if not line.startswith("  help: ")]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What each command says about each kind, asked once."""
    def ask(kind):
        folder = content(tmp_path_factory.mktemp(kind), kind)
        data = folder / "data"
        return kind, {
            "check": run("policy", "check", kind, "--content", folder),
            "decide": run("decide", "--policy", kind, "--facts", "-", "--json", "--content", folder, input='{"facts": {}}'),
            "serve": run("serve", "--demo", "--data", data, "--address", "127.0.0.1:0", "--content", folder, timeout=30),
            "data": data.exists()}

    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(pool.map(ask, KINDS))


def test_every_kind_of_mistake_has_its_policy():
    assert len(KINDS) >= 24
    assert all((BROKEN / kind / "policy.yaml").exists() and (BROKEN / kind / "expected.txt").exists() for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_policy_is_refused_with_exactly_the_complaints_expected(kind, answers):
    answer = answers[kind]["check"]
    expected = (BROKEN / kind / "expected.txt").read_text(encoding="utf-8")
    assert answer.returncode == 65
    assert complaints(expected)
    assert complaints(answer.stderr) == complaints(expected)
    assert set(expected.splitlines()) <= set(answer.stderr.splitlines())


@pytest.mark.parametrize("kind", KINDS)
def test_complaints_come_in_the_order_of_the_file_and_point_into_it(kind, answers):
    lines = (BROKEN / kind / "policy.yaml").read_text(encoding="utf-8").split("\n")
    places = []
    for line in complaints(answers[kind]["check"].stderr):
        file, row, column = ORDER.match(line).groups()
        assert file == f"policies/{kind}/policy.yaml"
        assert 1 <= int(row) <= len(lines) and 1 <= int(column) <= len(lines[int(row) - 1]) + 1
        places.append((int(row), int(column)))
    assert places == sorted(places)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_decided_and_nothing_served_under_a_broken_policy(kind, answers):
    expected = complaints((BROKEN / kind / "expected.txt").read_text(encoding="utf-8"))
    for command in ("decide", "serve"):
        answer = answers[kind][command]
        assert (answer.returncode, answer.stdout) == (65, ""), answer
        assert complaints(answer.stderr) == expected
    assert not answers[kind]["data"], "a refused start left a folder of data behind"


@pytest.mark.parametrize("kind", ["undeclared-clause", "undeclared-source-of-a-clause", "several-at-once"])
def test_what_is_said_about_a_policy_is_the_same_every_time(kind, tmp_path):
    folder = content(tmp_path, kind)
    assert len({run("policy", "check", kind, "--content", folder).stderr for _ in range(10)}) == 1


def test_several_mistakes_of_different_kinds_are_all_told_at_once(answers):
    told = complaints(answers["several-at-once"]["check"].stderr)
    kinds = {re.sub(r"`[^`]*`", "`…`", ORDER.sub("", line)) for line in told}
    assert len(kinds) >= 5, kinds


# Witnesses


def witnesses(text):
    """Each complaint that has an example, with the example's answers."""
    found, last = [], None
    for line in text.splitlines():
        if line.startswith("  help: for example: "):
            pairs = [one.split(" ") for one in line.removeprefix("  help: for example: ").split(", ") if one]
            found.append((ORDER.sub("", last), dict(pairs)))
        elif not line.startswith("  help: "):
            last = line
    return found


def read(kind):
    vocabulary = Vocabulary(load(BROKEN / "vocabulary.yaml"))
    return Policy(load(BROKEN / kind / "policy.yaml"), vocabulary), vocabulary


def decided(policy, situation):
    """By a rule that says when it applies; a catch-all decides nothing."""
    return any(policy.holds(when, situation) for _, when, _ in policy.rules if when != ("always",))


PROVED = [kind for kind in KINDS if "for example: " in (BROKEN / kind / "expected.txt").read_text(encoding="utf-8")]


def test_gaps_and_all_three_kinds_of_broken_promises_have_witnesses():
    assert {"gap", "broken-always", "broken-never", "broken-obliges"} <= set(PROVED)


@pytest.mark.parametrize("kind", PROVED)
def test_each_witness_is_a_situation_that_can_be_and_shows_the_fault(kind, answers):
    policy, vocabulary = read(kind)
    found = witnesses(answers[kind]["check"].stderr)
    assert found
    for message, told in found:
        answered = {fact: told.get(fact, vocabulary.calm(fact)) for fact in policy.facts}
        assert set(told) <= set(policy.facts) and None not in answered.values()
        situation = policy.situation(answered)
        assert policy.can_be(situation), (message, situation)
        if message.startswith("no rule decides"):
            assert not decided(policy, situation), situation
        else:
            assert policy.breaks(re.match(r"invariant `(.*)` does not hold", message).group(1), situation), situation


@pytest.mark.parametrize("kind", PROVED)
def test_the_number_of_undecided_situations_is_exact_and_a_kept_promise_is_not_called_broken(kind, answers):
    policy, _ = read(kind)
    every, _ = policy.completions({})
    told = complaints(answers[kind]["check"].stderr)
    gaps = sum(not decided(policy, situation) for situation in every)
    said = [line for line in told if "no rule decides" in line]
    assert len(said) == (gaps > 0)
    assert all(f"no rule decides {gaps} of the situations there can be" in line for line in said)
    broken = {name for name in policy.invariants if any(policy.breaks(name, situation) for situation in every)}
    assert broken == set(re.findall(r"invariant `(.*?)` does not hold", "\n".join(told)))


@pytest.mark.parametrize("kind", ["unreachable-rule", "rule-that-no-situation-meets", "contradiction"])
def test_a_rule_that_is_said_never_to_apply_applies_in_no_situation(kind, answers):
    policy, _ = read(kind)
    used = {policy.rule(situation) for situation in policy.completions({})[0]}
    unused = {name for number, (name, _, _) in enumerate(policy.rules) if number not in used}
    assert unused and unused == set(re.findall(r"rule `(.*?)` can never apply", answers[kind]["check"].stderr))


def test_an_obligation_that_is_said_never_to_be_owed_is_owed_in_no_situation(answers):
    policy, _ = read("obligation-never-owed")
    owed = set()
    for situation in policy.completions({})[0]:
        owed |= policy.names(policy.owed(situation, policy.outcome(situation)))
    unowed = {name for name, _, _ in policy.obligations} - owed
    assert unowed and unowed == set(re.findall(r"obligation `(.*?)` is never owed", answers["obligation-never-owed"]["check"].stderr))


def test_the_sound_policy_of_which_the_broken_ones_are_made_is_taken(tmp_path):
    folder = content(tmp_path, "sound")
    answer = run("policy", "check", "sound", "--content", folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert run("decide", "--policy", "sound", "--facts", "-", "--json", "--content", folder, input='{"facts": {}}').returncode == 0


# Conditions at their edges


@pytest.mark.parametrize("condition, column, message", [
    ("danger or", 10, "the condition ends too early"),
    ("not", 4, "the condition ends too early"),
    ("()", 2, "`)` is not expected here"),
    ("danger danger", 8, "`danger` is not expected here"),
    ("harm is", 8, "a value of `harm` is missing"),
    ("harm is at least", 17, "a value of `harm` is missing"),
    ("harm is at possible", 12, "`least` is missing after `at`"),
    ("harm is not at least possible", 13, "`at` is no answer to `harm`"),
    ("danger is maybe", 11, "`maybe` is no answer to `danger`"),
    ("danger is not-known", 11, "`not-known` is no answer to `danger`"),
    ("Danger", 1, "there is no fact `Danger`"),
    ("danger and child or (danger)", 18, "`or` and `and` stand side by side without brackets"),
    ("child or (danger and child or danger)", 28, "`or` and `and` stand side by side without brackets"),
    ("danger or child)", 16, "`)` is not expected here"),
])
def test_a_condition_that_is_none_is_refused_at_the_very_word(condition, column, message, tmp_path):
    folder = content(tmp_path, "sound", changed(SOUND, ("when: danger or harm is serious\n", f"when: {condition}\n")))
    answer = run("policy", "check", "sound", "--content", folder)
    assert answer.returncode == 65
    assert complaints(answer.stderr) == [f"policies/sound/policy.yaml:21:{10 + column}: {message}"]


# The vocabulary


@pytest.mark.parametrize("change, complaint", [
    (("    kind: ordered", "    kind: orderd"), "vocabulary.yaml:27:11: `orderd` is no kind of fact"),
    (("  - fact: harm", "  - fact: danger"), "vocabulary.yaml:26:5: there is already a fact `danger`"),
    (("  - outcome: seek-advice", "  - outcome: share"), "vocabulary.yaml:52:5: there is already an outcome `share`"),
    (("      - choice: refused", "      - choice: given"), "vocabulary.yaml:18:9: there is already a choice `given`"),
    (('    hint: "Under 18"\n', ""), "vocabulary.yaml:39:5: `hint` is missing"),
    (('    hint: "Under 18"', '    hnit: "Under 18"\n    hint: "Under 18"'), "vocabulary.yaml:42:5: `hnit` is not known here"),
    (('because: ["000 §2"]', 'because: ["007 §2"]'), "vocabulary.yaml:25:15: `007 §2` cites no declared source"),
    (('    because: ["000 §2"]\n', '    because: ["000 §2"]\n    help:\n      - ask: "Was it said?"\n        points-to: givn\n        because: ["000 §2"]\n'),
     "vocabulary.yaml:28:20: `givn` is no answer to `consent`"),
    (("facts:\n", "facts: [\n"), None),
])
def test_a_broken_vocabulary_is_refused_by_every_command(change, complaint, tmp_path):
    folder = content(tmp_path, "sound", vocabulary=changed(BROKEN / "vocabulary.yaml", change))
    for command in (["policy", "check", "sound"], ["decide", "--policy", "sound", "--facts", "-"], ["policy", "list"],
                    ["serve", "--demo", "--data", tmp_path / "data", "--address", "127.0.0.1:0"]):
        answer = run(*command, "--content", folder, input='{"facts": {}}', timeout=30)
        assert (answer.returncode, answer.stdout) == (65, "")
        told = complaints(answer.stderr)
        assert told == [complaint] if complaint else len(told) == 1 and re.match(r"vocabulary\.yaml:\d+:\d+: this is not YAML: ", told[0])


@pytest.mark.parametrize("bytes, message", [
    (b"policy: \xff\xfe\n", "policies/sound/policy.yaml:1:1: the file is not UTF-8 text"),
    (b"", "policies/sound/policy.yaml:1:1: the file must be a list of names with their values"),
    (b"- one\n- two\n", "policies/sound/policy.yaml:1:1: the file must be a list of names with their values"),
])
def test_a_file_that_is_no_policy_at_all_is_refused(bytes, message, tmp_path):
    answer = run("policy", "check", "sound", "--content", content(tmp_path, "sound", bytes))
    assert answer.returncode == 65 and complaints(answer.stderr) == [message]


def test_mistakes_of_two_policies_are_told_together_and_a_sound_one_beside_them_does_not_help(tmp_path):
    for kind in ("sound", "gap", "unknown-fact"):
        content(tmp_path / "one", kind) if kind == "sound" else shutil.copytree(BROKEN / kind, tmp_path / "one" / "policies" / kind)
    expected = complaints("".join((BROKEN / kind / "expected.txt").read_text(encoding="utf-8") for kind in ("gap", "unknown-fact")))
    for command in (["policy", "check"], ["policy", "list"], ["serve", "--data", tmp_path / "data", "--address", "127.0.0.1:0"]):
        answer = run(*command, "--content", tmp_path / "one")
        assert answer.returncode == 65
        assert complaints(answer.stderr) == expected


def test_who_asks_one_policy_is_not_kept_from_it_by_the_mistakes_of_another(tmp_path):
    content(tmp_path / "one", "sound")
    shutil.copytree(BROKEN / "gap", tmp_path / "one" / "policies" / "gap")
    ask = ["decide", "--facts", "-", "--content", tmp_path / "one", "--policy"]
    assert run(*ask, "sound", input='{"facts": {}}').returncode == 0
    refused = run(*ask, "gap", input='{"facts": {}}')
    assert refused.returncode == 65
    assert complaints(refused.stderr) == complaints((BROKEN / "gap" / "expected.txt").read_text(encoding="utf-8"))


# Cases


CASES = """policy: sound
cases:
  - case: in-danger
    story: "Somebody is in danger."
    facts: {danger: yes, harm: serious, consent: refused}
    advice: share
    rule: R1
    obliges: [record]
    obliges-not: [tell]
  - case: no-longer
    story: "The danger is over."
    like: in-danger
    facts: {danger: no, harm: none}
    advice: do-not-share
"""


def cases(tmp_path, text):
    return run("policy", "cases", "sound", "--content", content(tmp_path, "sound", cases=text.encode()))


def test_cases_that_agree_are_counted(tmp_path):
    answer = cases(tmp_path, CASES)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "2 cases agree, 0 do not\n", "")


@pytest.mark.parametrize("old, new, complaint", [
    ("policy: sound", "policy: sounds", "1:1: these cases belong to `sounds`, not to `sound`"),
    ("danger: yes", "dangr: yes", "5:13: there is no fact `dangr`"),
    ("harm: serious", "harm: sirious", "5:32: `sirious` is no answer to `harm`"),
    ("rule: R1", "rule: R11", "7:11: there is no rule `R11`"),
    ("obliges: [record]", "obliges: [recrod]", "8:15: there is no obligation `recrod`"),
    ("obliges-not: [tell]", "obliges-not: [tall]", "9:19: there is no obligation `tall`"),
    ("case: no-longer", "case: in-danger", "10:5: there is already a case `in-danger`"),
    ("like: in-danger", "like: in-dangr", "12:11: there is no earlier case `in-dangr`"),
    ("    advice: do-not-share\n", "", "10:5: the case expects nothing"),
    ("    advice: do-not-share\n", "    advise: share\n    advice: do-not-share\n", "14:5: `advise` is not known here"),
    ("advice: do-not-share", "advice: do-not-shar", "14:13: there is no outcome `do-not-shar`"),
    ("advice: do-not-share", "possible: [do-not-shar]", "14:16: there is no outcome `do-not-shar`"),
    ("facts: {danger: no, harm: none}", "facts: [danger, harm]", "13:12: "),
])
def test_a_broken_case_is_refused_at_its_place(old, new, complaint, tmp_path):
    assert old in CASES
    answer = cases(tmp_path, CASES.replace(old, new, 1))
    assert answer.returncode == 65
    told = complaints(answer.stderr)
    assert len(told) == 1 and told[0].startswith(f"policies/sound/cases.yaml:{complaint}"), answer


@pytest.mark.parametrize("old, new, said", [
    ("advice: do-not-share", "advice: share", "sound/no-longer: expected share, got do-not-share"),
    ("rule: R1", "rule: R2", "sound/in-danger: expected rule R2, got R1"),
    ("obliges: [record]", "obliges: [tell]", "sound/in-danger: expected obligation tell"),
    ("obliges-not: [tell]", "obliges-not: [record]", "sound/in-danger: did not expect obligation record"),
    ("advice: do-not-share", "possible: [share, do-not-share]", "sound/no-longer: expected possible "),
    ("harm: serious", "harm: none", "sound/in-danger: the situation cannot be: "),
])
def test_a_case_that_gets_other_advice_is_named_and_the_command_ends_with_1(old, new, said, tmp_path):
    answer = cases(tmp_path, CASES.replace(old, new, 1))
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[0].startswith(said)
    assert answer.stdout.endswith("1 cases agree, 1 do not\n")
