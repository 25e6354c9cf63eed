"""Two clauses of one document, each read alone: the comparison finds exactly the situations in which they disagree."""
import itertools
import json
import re

import pytest

from conftest import ROOT, run
from oracle import Policy, Vocabulary, load

EDITION = ROOT / "Content" / "policies" / "rochdale-2018"
READINGS = [EDITION / "readings" / "clause-6.5.yaml", EDITION / "readings" / "clause-6.6.6.yaml"]
vocabulary = Vocabulary(load(ROOT / "Content" / "vocabulary.yaml"))


def situations(policies):
    """Every complete set of answers to what either asks that breaks no constraint of either."""
    facts = list(dict.fromkeys(fact for policy in policies for fact in policy.facts))
    for values in itertools.product(*(vocabulary.choices[fact] for fact in facts)):
        answers = dict(zip(facts, values))
        if all(policy.can_be(policy.situation(answers)) for policy in policies):
            yield answers


def advice(policy, answers):
    """The rule that decides, and its outcome."""
    number = policy.rule(policy.situation(answers))
    assert number >= 0, answers
    return policy.rules[number][0], policy.outcome_of[number]


class Expected:
    """What trying every situation gives."""

    def __init__(self, paths):
        self.files = [load(path) for path in paths]
        self.policies = [Policy(file, vocabulary) for file in self.files]
        self.compared = list(situations(self.policies))
        self.groups = {}
        for answers in self.compared:
            (rule, outcome), (other_rule, other_outcome) = (advice(policy, answers) for policy in self.policies)
            if outcome != other_outcome:
                self.groups.setdefault((rule, other_rule, outcome, other_outcome), []).append(answers)
        self.differ = sum(map(len, self.groups.values()))

    def because(self, group):
        return [
            next(entry["because"] for entry in file["rules"] if entry["rule"] == rule) for file, rule in zip(self.files, group)]


def compare(paths):
    answer = run("policy", "compare", *(path.relative_to(ROOT) for path in paths), "--json")
    assert answer.returncode == 0 and answer.stderr == "", answer.stderr
    return json.loads(answer.stdout)


def group_of(case):
    return (*case["rules"], *case["outcomes"])


@pytest.fixture(scope="module")
def expected():
    return Expected(READINGS)


@pytest.fixture(scope="module")
def found():
    return compare(READINGS)


@pytest.fixture(scope="module", params=READINGS, ids=lambda path: path.stem)
def reading(request):
    """A reading, and every situation that its constraints leave."""
    policy = Policy(load(request.param), vocabulary)
    return policy, list(situations([policy]))


# The readings themselves


def test_a_reading_decides_every_situation_without_a_catch_all_and_each_of_its_rules_decides_some(reading):
    policy, possible = reading
    assert all(when != ("always",) for _, when, _ in policy.rules)
    assert {advice(policy, answers)[0] for answers in possible} == {rule for rule, _, _ in policy.rules}


def test_no_two_rules_of_a_reading_hold_in_the_same_situations(reading):
    policy, possible = reading
    tried = [policy.situation(answers) for answers in possible]
    holding = [tuple(policy.holds(when, situation) for situation in tried) for _, when, _ in policy.rules]
    assert len(set(holding)) == len(policy.rules)


def test_a_reading_keeps_its_promises_and_owes_each_of_its_obligations_somewhere(reading):
    policy, possible = reading
    tried = [policy.situation(answers) for answers in possible]
    assert policy.invariants and not any(policy.breaks(invariant, situation) for invariant in policy.invariants for situation in tried)
    owed = set().union(*(policy.names(policy.owed(situation, policy.outcome(situation))) for situation in tried))
    assert owed and owed == {obligation for obligation, _, _ in policy.obligations}


def test_a_reading_cites_nothing_but_its_own_clause(expected):
    for file, clause in zip(expected.files, ["004 §6.5 ", "004 §6.6.6 "]):
        for entry in file["rules"] + file["obligations"] + file["invariants"]:
            assert all((cited + " ").startswith(clause) for cited in entry["because"]), entry


def test_the_two_clauses_disagree_in_three_ways_and_in_no_other(expected):
    assert {group: len(members) for group, members in expected.groups.items()} == {
        ("prevents-crime", "may-withhold", "share-without-consent", "do-not-share"): 6,
        ("none-of-the-nine", "wider-public-interest", "do-not-share", "share-without-consent"): 12,
        ("none-of-the-nine", "abuser-uses-care", "do-not-share", "share-without-consent"): 6}


def test_nobody_has_needs_and_risk_without_needs(expected):
    assert all(answers["abuser-uses-care"] == "yes" for answers in expected.compared if answers["abuser-has-needs"] == "yes")
    alone = [answers for answers in expected.compared if answers["abuser-uses-care"] == "yes" and answers["abuser-has-needs"] == "no"]
    assert len(alone) * 3 == len(expected.compared) == 17280


def test_the_readme_gives_the_numbers_and_the_command(expected):
    text = (EDITION / "README.md").read_text(encoding="utf-8")
    assert f"{expected.differ} of {len(expected.compared):,} situations" in text
    assert " ".join(["discretion policy compare", *(str(path.relative_to(ROOT)) for path in READINGS)]) in text


# What the program finds


def test_the_comparison_names_both_policies_with_their_editions(expected, found):
    for said, file in zip([found["first"], found["second"]], expected.files):
        assert set(said) == {"policy", "version", "sha256"}
        assert (said["policy"], said["version"]) == (file["policy"], file["edition"])
        assert re.fullmatch(r"[0-9a-f]{64}", said["sha256"])
    assert found["first"]["sha256"] != found["second"]["sha256"]


def test_the_comparison_counts_as_a_second_reader_does(expected, found):
    assert (found["of"], found["differ"]) == (str(len(expected.compared)), str(expected.differ))


def test_the_groups_are_exactly_those_of_a_second_reader_with_their_counts(expected, found):
    assert len({group_of(case) for case in found["cases"]}) == len(found["cases"])
    assert {group_of(case): case["count"] for case in found["cases"]} == {
        group: str(len(members)) for group, members in expected.groups.items()}


def test_each_group_cites_the_clauses_of_both_rules(expected, found):
    assert found["cases"]
    for case in found["cases"]:
        assert case["because"] == expected.because(group_of(case))


def test_each_witness_lies_in_its_group(expected, found):
    assert found["cases"]
    for case in found["cases"]:
        meant = [answers for answers in expected.compared if case["witness"].items() <= answers.items()]
        assert meant and all(answers in expected.groups[group_of(case)] for answers in meant), case["witness"]


def test_each_group_says_which_answers_it_is_limited_to(expected, found):
    assert found["cases"]
    for case in found["cases"]:
        members = expected.groups[group_of(case)]
        taken = {fact: {answers[fact] for answers in members} for fact in members[0]}
        assert {fact: set(values) for fact, values in case["when"].items()} == {fact: taken[fact] for fact in case["when"]}
        for fact, values in taken.items():
            if values != {answers[fact] for answers in expected.compared}:
                assert fact in case["when"], (fact, group_of(case))
            if values == set(vocabulary.choices[fact]):
                assert fact not in case["when"], (fact, group_of(case))


def test_turned_round_the_comparison_says_the_same(found):
    turned = compare(READINGS[::-1])
    assert (turned["first"], turned["second"]) == (found["second"], found["first"])
    assert (turned["of"], turned["differ"]) == (found["of"], found["differ"])
    assert {(*case["rules"][::-1], *case["outcomes"][::-1], case["count"]) for case in turned["cases"]} == {
        (*group_of(case), case["count"]) for case in found["cases"]}


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem)
def test_a_reading_never_differs_from_itself(path):
    same = compare([path, path])
    assert same["first"] == same["second"]
    assert (same["of"], same["differ"], same["cases"]) == (str(sum(1 for _ in situations([Policy(load(path), vocabulary)]))), "0", [])


def test_the_comparison_can_be_read_as_text(found):
    answer = run("policy", "compare", *(path.relative_to(ROOT) for path in READINGS))
    assert answer.returncode == 0 and answer.stderr == ""
    for name in ["first", "second"]:
        assert found[name]["policy"] in answer.stdout
    for case in found["cases"]:
        assert all(clause in answer.stdout for clauses in case["because"] for clause in clauses)


# What the whole policy makes of it


def test_where_the_clauses_disagree_the_policy_follows_the_one_that_shares_except_over_needs_alone(expected):
    cases = {entry["case"]: entry for entry in load(EDITION / "cases.yaml")["cases"]}
    quiet = cases["he-says-no-and-that-is-all"]["facts"]
    asked = [({**quiet, **answers}, group) for group, members in expected.groups.items() for answers in members]
    lines = "".join(json.dumps({"facts": facts}) + "\n" for facts, _ in asked)
    answer = run("decide", "--facts", "-", "--json", "--policy", "rochdale-2018", input=lines)
    assert answer.returncode == 0, answer.stderr
    said = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(said) == len(asked) == expected.differ
    for (facts, group), one in zip(asked, said):
        assert one["impossible"] == [], facts
        if "abuser-uses-care" in group:
            # The policy asks about needs and risk together, as 6.5 does.
            assert (one["outcome"], one["rule"]) == ("do-not-share", "wishes-respected"), facts
        else:
            assert one["outcome"] == "share-without-consent" and one["rule"] in group, facts
