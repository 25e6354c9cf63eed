"""What the program counts and compares is what trying every situation gives: over small policies drawn at random, and over real ones by sampling."""
import itertools
import json
import math
import random
import re

import pytest

import small
from conftest import ROOT, run
from oracle import Policy, Proof, Vocabulary, facts_of, load

SEED = 20261121
CANDIDATES, COUNTED, PAIRS, DRAWN = 500, 30, 30, 20_000


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Written-out policies, other editions of them, and policies with faults."""
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    place = tmp_path_factory.mktemp("drawn")
    vocabulary = small.vocabulary(chance)
    plain = [small.policy(chance, f"plain-{number:03}") for number in range(CANDIDATES)]
    drawn = small.Drawn(place / "plain", vocabulary, plain)
    others = small.Drawn(place / "changed", vocabulary, [small.changed(chance, drawn.files[name]) for name in drawn.sound])
    endings = itertools.cycle(["written", "catch-all", "open"])
    faulty = [small.policy(chance, f"faulty-{number:03}", next(endings), kept=False) for number in range(COUNTED)]
    return drawn, others, small.Drawn(place / "faulty", vocabulary, faulty)


# Counting


@pytest.fixture(scope="module")
def proved(folders):
    """For some policies the program's report, whether it is accepted, and a proof by trying every situation."""
    plain, _, faulty = folders
    names = [(plain, name) for name in plain.sound[:COUNTED // 2]]
    names += [(plain, name) for name in sorted(plain.refused)[:COUNTED // 2]] + [(faulty, name) for name in faulty.files]
    return [(drawn.said[name], name not in drawn.refused, Proof(drawn.policies[name])) for drawn, name in names]


def pairs(said):
    assert len({(one["first"], one["second"]) for one in said}) == len(said)
    return {(one["first"], one["second"]) for one in said}


def test_the_counted_policies_have_faults_of_every_kind_and_none(proved):
    assert sum(1 for _, accepted, _ in proved if accepted) >= COUNTED // 2
    assert sum(1 for _, accepted, _ in proved if not accepted) >= COUNTED
    for fault in ("gaps", "unreachable", "conflicts", "never_due", "unused", "broken", "overlaps"):
        assert any(getattr(proof, fault) for _, _, proof in proved), fault
    assert any(len(proof.possible) < proof.situations for _, _, proof in proved)


def test_exactly_the_policies_without_a_fault_are_accepted(proved):
    for said, accepted, proof in proved:
        assert accepted == proof.is_sound, said["policy"]


def test_situations_and_gaps_are_counted_as_by_trying_them_all(proved):
    for said, _, proof in proved:
        counts = said["situations"], said["possibleSituations"], said["gaps"]["count"]
        assert counts == (str(proof.situations), str(len(proof.possible)), str(proof.gaps)), said["policy"]
        assert (said["rules"], said["facts"], said["obligations"]) == (
            len(proof.policy.rules), len(proof.policy.facts), len(proof.policy.obligations))


def test_the_example_of_a_gap_is_one(proved):
    for said, _, proof in proved:
        witness = said["gaps"]["witness"]
        assert (witness is None) == (proof.gaps == 0), said["policy"]
        if witness:
            situation = proof.policy.situation(witness)
            number = proof.policy.rule(situation)
            assert proof.policy.can_be(situation) and (number < 0 or proof.policy.rules[number][1] == ("always",)), said["policy"]


def test_each_rule_decides_as_many_situations_as_by_trying_them_all(proved):
    for said, _, proof in proved:
        assert said["decides"] == {rule: str(count) for rule, count in proof.decides.items()}, said["policy"]
        assert len(said["unreachable"]) == len(proof.unreachable) and set(said["unreachable"]) == proof.unreachable, said["policy"]
        assert {rule: set(earlier) for rule, earlier in said["shadows"].items()} == proof.shadows, said["policy"]


def test_the_rules_between_which_the_order_decides_are_those_that_hold_together(proved):
    for said, _, proof in proved:
        assert pairs(said["overlaps"]) == proof.overlaps, said["policy"]
        assert pairs(said["conflicts"]) == proof.conflicts, said["policy"]


def test_questions_that_change_nothing_and_obligations_never_owed_are_those_found_by_trying(proved):
    for said, _, proof in proved:
        assert len(said["unused"]) == len(proof.unused) and set(said["unused"]) == proof.unused, said["policy"]
        assert len(said["neverDue"]) == len(proof.never_due) and set(said["neverDue"]) == proof.never_due, said["policy"]


def test_an_invariant_is_broken_exactly_where_a_situation_breaks_it(proved):
    for said, _, proof in proved:
        assert {kept["invariant"] for kept in said["invariants"] if not kept["holds"]} == proof.broken, said["policy"]
        for kept in said["invariants"]:
            assert (kept["witness"] is None) == kept["holds"], said["policy"]
            if kept["witness"]:
                assert proof.policy.breaks(kept["invariant"], proof.policy.situation(kept["witness"])), said["policy"]


# Comparing


class Both:
    """Two policies, and a situation put to both of them."""

    def __init__(self, first, second):
        self.policies = first, second
        self.choices = {fact: choices for policy in self.policies for fact, choices in zip(policy.facts, policy.choices)}
        self.facts = list(self.choices)
        self.places = [[self.facts.index(fact) for fact in policy.facts] for policy in self.policies]

    def parts(self, situation):
        return [tuple(situation[place] for place in places) for places in self.places]

    def can_be(self, parts):
        return all(policy.can_be(part) for policy, part in zip(self.policies, parts))

    def group(self, parts):
        """The rules that decide and what they come to, or None where both advise the same."""
        rules = [policy.rules[policy.rule(part)] for policy, part in zip(self.policies, parts)]
        outcomes = [then for _, _, then in rules]
        return None if outcomes[0] == outcomes[1] else (*[rule for rule, _, _ in rules], *outcomes)

    def owed(self, parts):
        return [policy.names(policy.owed(part, policy.outcome(part))) for policy, part in zip(self.policies, parts)]

    def every_situation(self):
        """Those that can be, with their parts."""
        for situation in itertools.product(*(range(len(choices)) for choices in self.choices.values())):
            parts = self.parts(situation)
            if self.can_be(parts):
                yield situation, parts

    def witness(self, case):
        """The parts of the example, which answers every question of both."""
        assert case["witness"].keys() == self.choices.keys()
        return self.parts([self.choices[fact].index(case["witness"][fact]) for fact in self.facts])


def group_of(case):
    return (*case["rules"], *case["outcomes"])


def compare(first, second, *options):
    answer = run("policy", "compare", first, second, "--json", *options)
    assert answer.returncode == 0 and answer.stderr == "", answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def compared(folders):
    """Pairs of strangers, and pairs of two editions: the files, both policies read again, and what the program says of them."""
    plain, others, _ = folders
    strangers = list(zip(plain.sound[::2], plain.sound[1::2]))[:PAIRS]
    editions = others.sound[:PAIRS]
    found = [
        ((plain.files[a], plain.files[b]), Both(plain.policies[a], plain.policies[b]), compare(a, b, "--content", plain.folder)) for a, b in strangers]
    found += [
        ((plain.files[a], others.files[a]), Both(plain.policies[a], others.policies[a]), compare(a, others.path(a), "--content", plain.folder))
        for a in editions]
    return found


def test_there_are_pairs_enough_and_they_differ(compared):
    assert len(compared) >= 40
    assert sum(1 for _, both, _ in compared if both.policies[0].name == both.policies[1].name) >= 20
    assert sum(1 for _, _, said in compared if 0 < int(said["differ"]) < int(said["of"])) >= 30
    assert sum(len(said["cases"]) for _, _, said in compared) >= 200


def test_a_comparison_finds_exactly_the_groups_that_trying_every_situation_finds(compared):
    for files, both, said in compared:
        names = [one["policy"] for one in files]
        groups, count = {}, 0
        for situation, parts in both.every_situation():
            count += 1
            groups.setdefault(both.group(parts), []).append(situation)
        groups.pop(None, None)
        assert (said["of"], said["differ"]) == (str(count), str(sum(map(len, groups.values())))), names
        assert len({group_of(case) for case in said["cases"]}) == len(said["cases"]), names
        assert {group_of(case): case["count"] for case in said["cases"]} == {group: str(len(members)) for group, members in groups.items()}, names
        for case in said["cases"]:
            members = groups[group_of(case)]
            taken = {fact: [choices[value] for value in sorted({one[place] for one in members})] for place, (fact, choices) in enumerate(both.choices.items())}
            # Exactly the answers that occur, in the order of the vocabulary, and nothing of a question that leaves all open.
            assert case["when"] == {fact: values for fact, values in taken.items() if values != both.choices[fact]}, (names, group_of(case))
            parts = both.witness(case)
            assert both.can_be(parts) and both.group(parts) == group_of(case), (names, group_of(case))


def test_a_comparison_cites_the_clauses_of_both_rules(compared):
    for files, _, said in compared:
        for case in said["cases"]:
            assert case["because"] == [
                next(entry["because"] for entry in file["rules"] if entry["rule"] == rule) for file, rule in zip(files, case["rules"])]


def test_a_comparison_names_both_policies(compared):
    for files, _, said in compared:
        for file, side in zip(files, (said["first"], said["second"])):
            assert set(side) == {"policy", "version", "sha256"} and re.fullmatch(r"[0-9a-f]{64}", side["sha256"])
            assert (side["policy"], side["version"]) == (file["policy"], file["edition"])


def test_two_editions_are_compared_by_what_they_oblige_as_well(compared):
    some = 0
    for files, both, said in compared:
        expected = {}
        if files[0]["policy"] == files[1]["policy"]:
            for _, parts in both.every_situation():
                first, second = both.owed(parts)
                for name in first ^ second:
                    expected.setdefault(name, [0, 0])[name in second] += 1
        assert {one["obligation"]: [int(one["onlyFirst"]), int(one["onlySecond"])] for one in said["duties"]} == expected, files[0]["policy"]
        assert len(said["duties"]) == len(expected)
        some += bool(expected)
    assert some >= 5


# Real policies, too large to try


def possible(both):
    """How many situations can be. Constraints that share no question are counted apart."""
    linked = []
    for policy in both.policies:
        for _, holds in policy.constraints:
            facts = set(facts_of(holds))
            for other in [other for other in linked if other & facts]:
                facts |= other
                linked.remove(other)
            linked.append(facts)
    count = math.prod(len(choices) for fact, choices in both.choices.items() if not any(fact in facts for facts in linked))
    for facts in linked:
        about = [
            (policy, policy.test(holds)) for policy in both.policies for _, holds in policy.constraints if set(facts_of(holds)) <= facts]
        order = sorted(facts)
        met = 0
        for values in itertools.product(*(range(len(both.choices[fact])) for fact in order)):
            answers = dict(zip(order, values))
            met += all(test([answers.get(fact, 0) for fact in policy.facts]) for policy, test in about)
        count *= met
    return count


@pytest.fixture(scope="module", params=[("england-2026", "rochdale-2018"), ("manchester-settlement-2016", "nottingham-2016")], ids="-and-".join)
def real(request):
    """Two real policies, what the program says of them, and the groups of situations drawn evenly from those that can be."""
    print(f"seed {SEED} {request.param}")
    vocabulary = Vocabulary(load(ROOT / "Content" / "vocabulary.yaml"))
    both = Both(*(Policy(load(ROOT / "Content" / "policies" / name / "policy.yaml"), vocabulary) for name in request.param))
    chance = random.Random(f"{SEED} {request.param}")
    sizes = [len(choices) for choices in both.choices.values()]
    found = []
    while len(found) < DRAWN:
        situation = [int(chance.random() * size) for size in sizes]
        parts = both.parts(situation)
        if both.can_be(parts):
            found.append((situation, both.group(parts)))
    return both, compare(*request.param), found


def test_real_policies_are_compared_in_every_situation_that_can_be(real):
    both, said, _ = real
    assert said["of"] == str(possible(both))
    assert int(said["differ"]) == sum(int(case["count"]) for case in said["cases"])


def test_each_sampled_situation_that_differs_lies_in_a_group_that_admits_it(real):
    both, said, found = real
    cases = {group_of(case): case["when"] for case in said["cases"]}
    assert len(cases) == len(said["cases"])
    for situation, group in found:
        if group is not None:
            answers = {fact: choices[value] for (fact, choices), value in zip(both.choices.items(), situation)}
            assert group in cases, (group, answers)
            assert all(answers[fact] in values for fact, values in cases[group].items()), (group, answers)


def test_the_sampled_shares_fit_the_counts(real):
    _, said, found = real
    groups = [group for _, group in found if group is not None]

    def fits(met, count):
        share = int(count) / int(said["of"])
        return abs(met - DRAWN * share) <= 5 * math.sqrt(DRAWN * share * (1 - share)) + 5
    assert fits(len(groups), said["differ"]), (len(groups), said["differ"])
    for case in said["cases"]:
        assert fits(groups.count(group_of(case)), case["count"]), case


def test_the_example_of_each_group_lies_in_it(real):
    both, said, _ = real
    for case in said["cases"]:
        parts = both.witness(case)
        assert both.can_be(parts) and both.group(parts) == group_of(case), case
        assert all(case["witness"][fact] in values for fact, values in case["when"].items()), case
