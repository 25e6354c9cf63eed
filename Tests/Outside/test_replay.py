"""Recorded situations put to another edition, decisions told briefly, and promises that an edition drops."""
import json

import pytest

from conftest import ROOT, run
from oracle import load

FOLDER = ROOT / "Content" / "policies"


def stories(policy):
    """The facts of every case of a policy."""
    facts, found = {}, {}
    for entry in load(FOLDER / policy / "cases.yaml")["cases"]:
        facts[entry["case"]] = {**facts.get(entry.get("like"), {}), **entry.get("facts", {})}
        found[entry["case"]] = facts[entry["case"]]
    return found


def lines(facts):
    return "".join(json.dumps({"facts": one}) + "\n" for one in facts)


def decide(policy, text, *options):
    answer = run("decide", "--policy", policy, "--facts", "-", "--json", *options, input=text)
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("policy", ["england-2026", "stockport-2009", "manchester-settlement-2016"])
def test_a_brief_answer_is_the_whole_answer_with_less_in_it(policy):
    text = lines(stories(policy).values())
    whole, brief = decide(policy, text), decide(policy, text, "--brief")
    assert len(whole) == len(brief) > 60
    keys = {"policy", "edition", "certain", "outcome", "possible", "rule", "because", "obligations"}
    for one, short in zip(whole, brief):
        assert short == {key: one[key] for key in keys}


def test_a_brief_answer_refuses_what_a_whole_one_refuses():
    for text in ('{"facts": {"no-such-fact": "yes"}}', '{"facts": {"crime": "huge"}}', "nonsense", "", '{"facts": {"crime": 1}}'):
        whole = run("decide", "--facts", "-", "--json", input=text)
        brief = run("decide", "--facts", "-", "--json", "--brief", input=text)
        assert (brief.returncode, brief.stderr) == (whole.returncode, whole.stderr) == (65, whole.stderr)
        assert brief.stdout == ""


@pytest.mark.parametrize(("before", "after"), [("rochdale-2018", "england-2026"), ("expect-2019", "manchester-settlement-2016")])
def test_a_replay_lists_exactly_the_situations_that_are_advised_otherwise(before, after, tmp_path):
    cases = stories(before)
    was = dict(zip(cases, decide(before, lines(cases.values()))))
    now = dict(zip(cases, decide(after, lines(cases.values()))))
    kept = tmp_path / "kept.jsonl"
    kept.write_text(
        "".join(
            json.dumps({"id": name, "facts": facts, "outcome": was[name]["outcome"]}) + "\n" if was[name]["certain"]
            else json.dumps({"id": name, "facts": facts}) + "\n" for name, facts in cases.items()), encoding="utf-8")
    answer = run("policy", "replay", before, after, "--facts", kept, "--json")
    assert answer.returncode == 0, answer.stderr
    said = {one["id"]: one for one in json.loads(answer.stdout)}
    differ = {name for name in cases if was[name]["outcome"] != now[name]["outcome"]}
    assert set(said) == differ and 10 < len(differ) < len(cases)
    for name in differ:
        assert said[name].get("was") == was[name]["outcome"]
        assert said[name]["now"] == now[name]["possible"]
    told = run("policy", "replay", before, after, "--facts", kept).stdout.splitlines()
    assert told[-1] == f"{len(differ)} of {len(cases)} would be advised differently"


def test_nothing_is_advised_otherwise_under_the_same_edition(tmp_path):
    answer = run("policy", "replay", "england-2026", "england-2026", "--facts", "-", input=lines(stories("england-2026").values()))
    assert answer.stdout.startswith("0 of ")


def test_a_promise_that_an_edition_drops_is_told(tmp_path):
    text = (FOLDER / "nottingham-2016" / "policy.yaml").read_text(encoding="utf-8")
    names = [entry["invariant"] for entry in load(FOLDER / "nottingham-2016" / "policy.yaml")["invariants"]]
    start = text.index(f"- invariant: {names[1]}")
    end = text.index(f"- invariant: {names[2]}")
    changed = tmp_path / "changed.yaml"
    changed.write_text(text[:start] + text[end:], encoding="utf-8")
    said = json.loads(run("policy", "compare", "nottingham-2016", changed, "--json").stdout)
    assert said["differ"] == "0" and said["cases"] == [] and said["duties"] == []
    assert said["promises"] == [[names[1]], []]
    assert f"only the first promises: {names[1]}" in run("policy", "compare", "nottingham-2016", changed).stdout
