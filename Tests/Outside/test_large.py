"""Policies that nobody would write on purpose: an answer or a clear refusal, and never a wrong proof."""
import json
import random
import resource
import subprocess

import pytest
import yaml

from conftest import PROGRAM, run
from oracle import Policy, Vocabulary

FACTS = [f"f{number}" for number in range(64)]
VOCABULARY = (
    'sources: [{source: "D", title: A document}]\nfacts:\n'
    + "".join(f"  - {{fact: {fact}, kind: yes-no, ask: A, hint: h, why: w, because: [D 1]}}\n" for fact in FACTS)
    + "outcomes: [{outcome: share, words: S, means: m}, {outcome: keep, words: K, means: m}, {outcome: ask, words: A, means: m}]\n")
HEAD = """policy: large
title: T
edition: "1"
from: "2020-01-01"
about: a
rests-on: [law]
sources: [{source: "D", title: A document}]
clauses: [{clause: "D 1", says: s}]
steps: [{step: one, asks: q}]
"""


def text(rules):
    lines = [
        f'  - {{rule: r{number}, step: one, when: "{when}", then: {then}, words: w, because: [D 1]}}\n'
        for number, (when, then) in enumerate(rules)]
    return (
        HEAD + "rules:\n" + "".join(lines)
        + "obligations: [{obligation: record, when: always, words: w, because: [D 1]}]\n"
        + "invariants: [{invariant: recorded, when: always, obliges: [record], words: w, because: [D 1]}]\n")


def cube(chance, size):
    return " and ".join(("" if chance.random() < 0.5 else "not ") + fact for fact in chance.sample(FACTS, size))


def without_order(count, size):
    chance = random.Random(count)
    return [(cube(chance, size), chance.choice(["share", "keep", "ask"])) for _ in range(count)]


def check(folder, policy, command=("policy", "check", "large")):
    (folder / "policies" / "large").mkdir(parents=True)
    (folder / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "policies" / "large" / "policy.yaml").write_text(policy, encoding="utf-8")
    return run(*command, "--content", folder, timeout=30)


@pytest.mark.parametrize(
    ("policy", "complaint"),
    [
        (text(without_order(10_000, 4)), "there are more than 120 rules"),
        (text([("(" * 200_000 + "f0" + ")" * 200_000, "share"), ("not f0", "keep")]), "more than 40 deep"),
        (text([("not " * 200_000 + "f0", "share"), ("not f0", "keep")]), "more than 40 deep"),
        ("policy: " + "[" * 500_000 + "]" * 500_000, "this is not YAML"),
        ("policy: " + "{a: " * 250_000 + "1" + "}" * 250_000, "this is not YAML"),
        (
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)) + "policy: *m\n",
            "`policy` must be a text"),
    ],
    ids=["ten-thousand-rules", "brackets", "denials", "lists", "mappings", "references"])
def test_what_cannot_be_a_policy_is_refused_with_its_reason(tmp_path, policy, complaint):
    answer = check(tmp_path, policy)
    assert answer.returncode == 65
    assert complaint in answer.stderr


def test_rules_without_any_order_are_proved_by_the_solver_and_not_used(tmp_path):
    rules = without_order(60, 6) + [("f0 or not f0", "keep")]
    answer = check(tmp_path, text(rules))
    assert answer.returncode == 0
    assert "proved by solver" in answer.stdout and "too large" in answer.stdout
    refused = run("decide", "--policy", "large", "--facts", "-", "--content", tmp_path, input='{"facts": {}}')
    assert refused.returncode == 65
    assert "too large to be advised from" in refused.stderr


def test_a_gap_among_rules_without_order_is_found_and_is_one(tmp_path):
    rules = without_order(60, 6)
    answer = check(tmp_path, text(rules), command=("policy", "check", "large", "--json"))
    assert answer.returncode == 65
    report = json.loads(answer.stdout)[0]
    assert report["provedBy"] == "solver" and report["gaps"]["count"] == "not counted"
    witness = report["gaps"]["witness"]
    policy = Policy(yaml.load(text(rules), Loader=yaml.BaseLoader), Vocabulary(yaml.load(VOCABULARY, Loader=yaml.BaseLoader)))
    assert policy.rule(policy.situation({**{fact: "no" for fact in policy.facts}, **witness})) == -1


def test_it_takes_less_than_half_a_gigabyte(tmp_path):
    (tmp_path / "policies" / "large").mkdir(parents=True)
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "policies" / "large" / "policy.yaml").write_text(
        text(without_order(110, 5) + [("f0 or not f0", "keep")]), encoding="utf-8")
    limit = 500 << 20
    answer = subprocess.run(
        [PROGRAM, "policy", "check", "large", "--content", tmp_path], capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)))
    assert answer.returncode == 0, answer.stderr
