"""The advice of the program is that of a second reader of the same policies, who shares no line with it."""
import concurrent.futures
import itertools
import json
import random

import pytest

import small
from conftest import ROOT, run
from oracle import LargeVerdict, Policy, Unreadable, Verdict, Vocabulary, facts_of, load, read_condition

SEED = 20261101
COMPLETE, PARTLY, COMPLETIONS, SMALL = 400, 60, 1200, 16
FOLDER = ROOT / "Content" / "policies"
NAMES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "policy.yaml").exists())
vocabulary = Vocabulary(load(ROOT / "Content" / "vocabulary.yaml"))


def cases_of(policy):
    """Every case with its facts, those of the case it is like included."""
    facts, found = {}, []
    for entry in load(FOLDER / policy.name / "cases.yaml")["cases"]:
        facts[entry["case"]] = {**facts.get(entry.get("like"), {}), **entry.get("facts", {})}
        found.append((entry, facts[entry["case"]]))
    return found


class Sample:
    """Situations of one policy, and what the program says about each of them."""

    def __init__(self, name):
        self.policy = policy = Policy(load(FOLDER / name / "policy.yaml"), vocabulary)
        self.random = random.Random(f"{SEED} {name}")
        self.stories = cases_of(policy)
        self.complete = [self.any_situation(number) for number in range(COMPLETE)]
        self.partly = [self.partly_known(number) for number in range(PARTLY)]
        asked = [policy.answers(situation) for situation in self.complete] + self.partly + [facts for _, facts in self.stories]
        lines = "".join(json.dumps({"facts": facts}) + "\n" for facts in asked)
        answer = run("decide", "--facts", "-", "--json", "--policy", name, input=lines)
        assert answer.returncode == 0, answer.stderr
        said = [json.loads(line) for line in answer.stdout.splitlines()]
        assert len(said) == len(asked)
        self.of_complete = list(zip(self.complete, said))
        self.of_partly = [(facts, Verdict(policy, facts), one) for facts, one in zip(self.partly, said[COMPLETE:])]
        self.of_stories = [(entry, facts, one) for (entry, facts), one in zip(self.stories, said[COMPLETE + PARTLY:])]

    def draw(self):
        return tuple(self.random.randrange(len(choices)) for choices in self.policy.choices)

    def near_a_case(self):
        """A case of the policy with a few answers changed: the deep rules are seldom met by chance."""
        _, facts = self.random.choice(self.stories)
        situation = [
            choices.index(facts[fact]) if facts.get(fact, "not-known") != "not-known" else self.random.randrange(len(choices))
            for fact, choices in zip(self.policy.facts, self.policy.choices)]
        for place in self.random.sample(range(len(situation)), self.random.randint(0, 4)):
            situation[place] = self.random.randrange(len(self.policy.choices[place]))
        return tuple(situation)

    def any_situation(self, number):
        if number % 4 == 0:
            return self.draw()
        while True:
            situation = self.draw() if number % 4 == 1 else self.near_a_case()
            if number % 4 == 3 or self.policy.can_be(situation):
                return situation

    def partly_known(self, number):
        """A situation with some answers taken away: not asked, or asked and not known."""
        policy = self.policy
        answers = policy.answers(self.draw() if number % 3 == 0 else self.near_a_case())
        places = list(range(len(policy.facts)))
        self.random.shuffle(places)
        if number % 2:
            # A constraint with everything it speaks of open: one answer may settle another question.
            linked = facts_of(self.random.choice(policy.constraints)[1])
            places.sort(key=lambda place: policy.facts[place] not in linked)
        limit = self.random.choice([4, 30, 300, COMPLETIONS])
        size = 1
        for place in places:
            if size * len(policy.choices[place]) > limit:
                break
            size *= len(policy.choices[place])
            if self.random.random() < 0.6:
                del answers[policy.facts[place]]
            else:
                answers[policy.facts[place]] = "not-known"
        return answers


@pytest.fixture(scope="module")
def samples():
    print(f"seed {SEED}")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return dict(zip(NAMES, pool.map(Sample, NAMES)))


@pytest.fixture(params=NAMES)
def sample(request, samples):
    print(f"seed {SEED} {request.param}")
    return samples[request.param]


def owed(said):
    return {one["id"] for one in said["obligations"]}


def test_there_are_six_policies():
    assert len(NAMES) == 6


def test_the_sample_meets_every_rule_and_every_obligation(sample):
    policy = sample.policy
    met = [situation for situation in sample.complete if policy.can_be(situation)]
    for _, facts in sample.stories:
        if all(facts.get(fact, "not-known") != "not-known" for fact in policy.facts):
            met.append(policy.situation(facts))
    assert {policy.rule(situation) for situation in met} == set(range(len(policy.rules)))
    assert set().union(*(policy.names(policy.owed(s, policy.outcome(s))) for s in met)) == {o for o, _, _ in policy.obligations}


def test_a_complete_situation_gets_the_outcome_of_the_first_rule_that_holds(sample):
    for situation, said in sample.of_complete:
        rule, _, outcome = sample.policy.rules[sample.policy.rule(situation)]
        given = {key: said[key] for key in ("certain", "outcome", "rule", "possible", "next", "notNeeded", "seekAdviceOver")}
        assert given == {
            "certain": True, "outcome": outcome, "rule": rule, "possible": [outcome], "next": None, "notNeeded": [],
            "seekAdviceOver": []}, sample.policy.answers(situation)


def test_a_complete_situation_gets_exactly_the_obligations_that_are_owed(sample):
    policy = sample.policy
    for situation, said in sample.of_complete:
        assert owed(said) == policy.names(policy.owed(situation, policy.outcome(situation))), policy.answers(situation)
        assert said["possibleObligations"] == []


def test_a_complete_situation_that_cannot_be_names_the_constraints_it_breaks(sample):
    for situation, said in sample.of_complete:
        broken = [text for text, holds in sample.policy.constraints if not sample.policy.holds(holds, situation)]
        assert said["impossible"] == broken, sample.policy.answers(situation)


def test_a_partly_known_situation_can_lead_to_exactly_the_outcomes_of_its_completions(sample):
    for facts, verdict, said in sample.of_partly:
        assert set(said["possible"]) == verdict.possible, facts
        assert len(said["possible"]) == len(verdict.possible), facts
        assert said["certain"] == verdict.certain, facts
        assert said["outcome"] == (next(iter(verdict.possible)) if verdict.certain else None), facts


def test_a_rule_is_named_only_where_it_is_the_reason_whatever_the_open_answers_are(sample):
    policy = sample.policy
    for facts, verdict, said in sample.of_partly:
        if not verdict.certain:
            assert said["rule"] is None, facts
        elif len(set(verdict.rules)) == 1:
            assert said["rule"] == policy.rules[verdict.rules[0]][0], facts
        elif said["rule"] is not None:
            number = [rule for rule, _, _ in policy.rules].index(said["rule"])
            assert number in verdict.rules, facts
            assert policy.outcome_of[number] == said["outcome"], facts
            assert all(policy.holds(policy.rules[number][1], situation) for situation in verdict.situations), facts


def test_a_partly_known_situation_owes_surely_what_all_its_completions_owe_and_perhaps_what_some_owe(sample):
    for facts, verdict, said in sample.of_partly:
        surely, perhaps = verdict.obligations()
        assert owed(said) == surely, facts
        assert set(said["possibleObligations"]) == perhaps, facts


def test_answers_are_called_impossible_exactly_when_no_completion_meets_the_constraints(sample):
    texts = {text for text, _ in sample.policy.constraints}
    seen = set()
    for facts, verdict, said in sample.of_partly:
        assert bool(said["impossible"]) == (not verdict.fits), facts
        assert set(said["impossible"]) <= texts
        seen.add(verdict.fits)
    assert True in seen


def test_no_answer_to_a_question_that_is_not_needed_changes_the_advice_or_an_obligation(sample):
    for facts, verdict, said in sample.of_partly:
        for fact in said["notNeeded"]:
            assert fact not in facts
            assert not verdict.narrows(fact), (fact, facts)


def test_once_everything_asked_is_known_and_nothing_is_left_to_ask_the_outcome_is_certain(sample):
    for facts, verdict, said in sample.of_partly:
        if said["next"] is None and "not-known" not in facts.values():
            assert verdict.certain, facts


def test_the_next_question_is_the_one_that_narrows_most_for_what_it_costs(sample):
    met = set()
    for facts, verdict, said in sample.of_partly:
        urgent = next((fact for fact in sample.policy.facts if fact in vocabulary.urgent and facts.get(fact) == "yes"), None)
        assert said["urgent"] == urgent, facts
        following = verdict.following(facts)
        assert (said["next"] and said["next"]["fact"]) == following, facts
        assert following is None or (following not in facts and following not in said["notNeeded"]), facts
        met.add((verdict.certain, following is not None))
    assert met == {(False, True), (False, False), (True, True), (True, False)}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Small policies drawn at random, each with situations from nothing known to everything, and what the program says of them."""
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    place = tmp_path_factory.mktemp("drawn")
    shared = small.vocabulary(chance)
    candidates = small.Drawn(place / "candidates", shared, [small.policy(chance, f"plain-{number:03}") for number in range(300)])
    sound = small.Drawn(place / "sound", shared, [candidates.files[name] for name in candidates.sound[:SMALL]])
    found = []
    for name, policy in sound.policies.items():
        asked = [{}, *(small.partly_known(chance, policy) for _ in range(39))]
        answer = run(
            "decide", "--facts", "-", "--json", "--policy", name, "--content", sound.folder,
            input="".join(json.dumps({"facts": facts}) + "\n" for facts in asked))
        assert answer.returncode == 0, answer.stderr
        found += [(facts, Verdict(policy, facts), json.loads(line)) for facts, line in zip(asked, answer.stdout.splitlines(), strict=True)]
    return found


def test_under_small_policies_drawn_at_random_the_next_question_is_the_one_worth_most_from_the_first_to_the_last(drawn):
    met = set()
    for facts, verdict, said in drawn:
        following = verdict.following(facts)
        assert (said["next"] and said["next"]["fact"]) == following, (verdict.policy.name, facts)
        relevant = verdict.matters(verdict.owed if verdict.certain else verdict.outcomes)
        met.add((verdict.certain, following and following in relevant, verdict.fits))
    assert len(drawn) == 40 * SMALL
    # Certain or open; asked for itself, only for what it rules out, or nothing left to ask; answers that fit together or not.
    assert {(False, True, True), (False, False, True), (False, None, True), (True, True, True), (True, None, True)} <= met
    assert {(False, True, False), (True, None, False)} <= met


def test_under_small_policies_drawn_at_random_what_is_possible_certain_and_owed_is_what_all_completions_say(drawn):
    for facts, verdict, said in drawn:
        surely, perhaps = verdict.obligations()
        told = verdict.policy.name, facts
        assert (set(said["possible"]), said["certain"], bool(said["impossible"])) == (verdict.possible, verdict.certain, not verdict.fits), told
        assert (owed(said), set(said["possibleObligations"])) == (surely, perhaps), told


def test_there_is_a_next_question_while_some_answer_could_still_settle_the_outcome(sample):
    for facts, verdict, said in sample.of_partly:
        if said["next"] is None and not verdict.certain:
            settling = [fact for fact in sample.policy.facts if fact not in facts and verdict.narrows(fact, outcomes_only=True)]
            assert settling == [], facts


def test_a_question_that_is_not_called_not_needed_can_change_the_advice_or_an_obligation(sample):
    for facts, verdict, said in sample.of_partly:
        relevant = verdict.matters(list(zip(verdict.outcomes, verdict.owed)))
        for fact in sample.policy.facts:
            if fact not in facts and fact not in said["notNeeded"]:
                assert fact in relevant or verdict.narrows(fact), (fact, facts)
            if fact in relevant:
                assert fact not in said["notNeeded"], (fact, facts)


def test_advice_is_sought_over_what_nobody_knows_once_nothing_is_left_to_ask(sample):
    for facts, verdict, said in sample.of_partly:
        expected = []
        if not verdict.certain and said["next"] is None:
            relevant = verdict.matters(verdict.outcomes)
            expected = [fact for fact in sample.policy.facts if facts.get(fact) == "not-known" and fact in relevant]
        assert said["seekAdviceOver"] == expected, facts


def changed(policy, situation, places):
    """Every situation that differs from the given one at just these places."""
    others = [[value for value in range(len(policy.choices[place])) if value != situation[place]] for place in places]
    for values in itertools.product(*others):
        other = list(situation)
        for place, value in zip(places, values):
            other[place] = value
        yield tuple(other)


def reach(policy, situation, changes):
    """The outcomes of the possible situations that differ in so many answers."""
    found = set()
    for places in itertools.combinations(range(len(policy.facts)), changes):
        found |= {policy.outcome(other) for other in changed(policy, situation, places) if policy.can_be(other)}
    return found


def test_what_would_change_the_advice_really_changes_it(sample):
    policy = sample.policy
    for situation, said in sample.of_complete:
        for flip in said["flips"]:
            answers = policy.answers(situation)
            assert 1 <= len(flip["change"]) <= 3
            assert all(answers[fact] != value for fact, value in flip["change"].items()), (flip, answers)
            other = policy.situation({**answers, **flip["change"]})
            assert policy.can_be(other), (flip, answers)
            assert policy.outcome(other) == flip["outcome"] != said["outcome"], (flip, answers)
        assert len({flip["outcome"] for flip in said["flips"]}) == len(said["flips"])


def test_no_smaller_change_leads_to_other_advice_and_none_is_left_out(sample):
    policy = sample.policy
    possible = [(situation, said) for situation, said in sample.of_complete if policy.can_be(situation)]
    deep = 0
    for number, (situation, said) in enumerate(possible):
        sizes = {flip["outcome"]: len(flip["change"]) for flip in said["flips"]}
        near = {0: {said["outcome"]}, 1: reach(policy, situation, 1)}
        if number % 25 == 0:
            near[2] = reach(policy, situation, 2)
            deep += 1
        known = set()
        for changes, outcomes in near.items():
            assert {one for one, size in sizes.items() if size == changes} == outcomes - known - {said["outcome"]}, (
                changes, policy.answers(situation))
            known |= outcomes
    assert deep >= 8


def test_what_cannot_be_has_nothing_that_would_change_it(sample):
    for situation, said in sample.of_complete:
        if not sample.policy.can_be(situation):
            assert said["flips"] == []


def test_every_case_of_the_policy_gets_the_advice_it_names(sample):
    policy = sample.policy
    for entry, facts, said in sample.of_stories:
        told = f"{policy.name}/{entry['case']}"
        verdict = Verdict(policy, facts) if policy.size(facts) <= COMPLETIONS else LargeVerdict(policy, facts)
        surely, perhaps = verdict.obligations()
        assert verdict.fits and said["impossible"] == [], told
        assert (owed(said), set(said["possibleObligations"])) == (surely, perhaps), told
        assert set(said["possible"]) == verdict.possible, told
        if "advice" in entry:
            assert verdict.possible == {entry["advice"]} and said["outcome"] == entry["advice"], told
        if "possible" in entry:
            assert verdict.possible == set(entry["possible"]), told
        if "rule" in entry:
            assert {policy.rules[number][0] for number in verdict.rules} == {entry["rule"]} == {said["rule"]}, told
        assert set(entry.get("obliges", [])) <= surely, told
        assert not set(entry.get("obliges-not", [])) & (surely | perhaps), told


def test_trying_all_completions_and_searching_them_come_to_the_same(sample):
    for facts, verdict, _ in sample.of_partly:
        if verdict.fits:
            searched = LargeVerdict(sample.policy, facts)
            assert searched.fits
            assert (searched.possible, set(searched.rules)) == (verdict.possible, set(verdict.rules)), facts
            assert searched.obligations() == verdict.obligations(), facts


@pytest.mark.parametrize("text, meaning", [
    ("consent is refused or withdrawn or urgent", ("or", ("in", "consent", frozenset({"refused", "withdrawn"})), ("in", "urgent", frozenset({"yes"})))),
    ("not urgent and in-doubt", ("and", ("not", ("in", "urgent", frozenset({"yes"}))), ("in", "in-doubt", frozenset({"yes"})))),
    ("child-harm is at least reasonable-cause", ("in", "child-harm", frozenset({"reasonable-cause", "evidence"}))),
])
def test_the_second_reader_takes_conditions_as_the_manual_says(text, meaning):
    assert read_condition(text, vocabulary) == meaning


@pytest.mark.parametrize("text", ["", "urgent or in-doubt and is-sensitive", "(urgent", "consent", "consent is at least given", "urgent urgent"])
def test_the_second_reader_refuses_what_is_no_condition(text):
    with pytest.raises(Unreadable):
        read_condition(text, vocabulary)
