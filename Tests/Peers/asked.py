"""What every peer is asked: the policies as the second reader of Tests/Outside reads them, the situations to decide,
the questions of the analysis and of the comparison, and how an answer is timed and reported.

A formula is the reader's condition, ("in", fact, values), ("not", f), ("and", …), ("or", …) or ("always",), and one
more, ("gate", name): another formula of the same system, written once and used by name."""
import argparse
import gc
import importlib.metadata
import json
import pathlib
import random
import statistics
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Outside"))

import oracle  # noqa: E402

FOLDER = ROOT / "Content" / "policies"
NAMES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "policy.yaml").exists())
SEED = 20261101
CHECKED = 2000


def policy(name):
    vocabulary = oracle.Vocabulary(oracle.load(ROOT / "Content" / "vocabulary.yaml"))
    return oracle.Policy(oracle.load(FOLDER / name / "policy.yaml"), vocabulary)


def cases(one):
    """The complete situations of the policy's own cases."""
    facts, found = {}, []
    for entry in oracle.load(FOLDER / one.name / "cases.yaml")["cases"]:
        facts[entry["case"]] = {**facts.get(entry.get("like"), {}), **entry.get("facts", {})}
        found.append(facts[entry["case"]])
    return found


def situations(one, number):
    """Possible situations, each as likely as any other: what is timed."""
    chance, found = random.Random(f"{SEED} {one.name}"), []
    while len(found) < number:
        columns = [chance.choices(range(len(choices)), k=number) for choices in one.choices]
        found += [situation for situation in zip(*columns) if one.can_be(situation)]
    return found[:number]


def checked(one, number=CHECKED):
    """Possible situations with the number of the rule that decides them: half by chance, half near a case of the
    policy, because chance seldom meets the later rules."""
    chance, stories = random.Random(f"{SEED} {one.name} near"), cases(one)
    found = situations(one, number // 2)
    while len(found) < number:
        facts = chance.choice(stories)
        near = [
            choices.index(facts[fact]) if facts.get(fact, "not-known") != "not-known" else chance.randrange(len(choices))
            for fact, choices in zip(one.facts, one.choices)]
        for place in chance.sample(range(len(near)), chance.randint(0, 4)):
            near[place] = chance.randrange(len(one.choices[place]))
        if one.can_be(near):
            found.append(tuple(near))
    return [(situation, one.rule(situation)) for situation in found]


def gate(name):
    return ("gate", name)


def negated(formula):
    return ("not", formula)


class System:
    """The formulas of one policy, under names that begin with the prefix."""

    def __init__(self, one, prefix=""):
        self.policy, self.prefix, self.gates = one, prefix, {}
        self.possible = self._add("possible", ("and", *(holds for _, holds in one.constraints)))
        before, self.decides, self.open = ("or",), [], None
        for number, (_, when, _) in enumerate(one.rules):
            if when == ("always",) and self.open is None:
                # A catch-all hides every gap, so what is open before it counts as one.
                self.open = before
            holds = self._add(f"holds-{number}", when)
            self.decides.append(self._add(f"decides-{number}", ("and", holds, negated(before))))
            before = self._add(f"by-{number}", ("or", before, holds))
        self.open = negated(before if self.open is None else self.open)
        self.advises = {
            outcome: self._add(
                f"advises-{outcome}",
                ("or", *(decides for decides, then in zip(self.decides, one.outcome_of) if then == outcome)))
            for outcome in dict.fromkeys(one.outcome_of)}
        self.owes = {
            name: self._add(f"owes-{name}", when if outcomes is None else ("and", when, self._among(outcomes)))
            for name, when, outcomes in one.obligations}

    def _add(self, name, formula):
        self.gates[self.prefix + name] = formula
        return gate(self.prefix + name)

    def _among(self, outcomes):
        return ("or", *(self.advises[outcome] for outcome in outcomes if outcome in self.advises))

    def _broken(self, entry):
        if "always" in entry:
            return negated(self._among(entry["always"]))
        if "never" in entry:
            return self._among(entry["never"])
        missing = negated(("and", *(self.owes[name] for name in entry["obliges"])))
        return ("and", self._among(entry["with"]), missing) if "with" in entry else missing

    def questions(self):
        """Name, formula, and whether a situation that meets it must exist for the policy to be sound.

        That no two rules contradict each other needs no question of its own: two rules that hold in just the same
        situations leave nothing to the later one, which then is never reached."""
        found = [("gap", ("and", self.possible, self.open), False)]
        found += [
            (f"reached {name}", ("and", self.possible, decides), True)
            for (name, _, _), decides in zip(self.policy.rules, self.decides)]
        found += [(f"owed {name}", ("and", self.possible, owes), True) for name, owes in self.owes.items()]
        found += [
            (f"broken {name}", ("and", self.possible, when, self._broken(entry)), False)
            for name, (when, entry) in self.policy.invariants.items()]
        return found


def differing(first, second):
    """Situations possible under both policies in which they advise differently."""
    same = [("and", first.advises[outcome], second.advises[outcome]) for outcome in first.advises if outcome in second.advises]
    return ("and", first.possible, second.possible, negated(("or", *same)))


def choices_of(*policies):
    """The questions that any of the policies asks, in order, with their answers."""
    return {fact: choices for one in policies for fact, choices in zip(one.facts, one.choices)}


def without_last_rule(one):
    """The same policy with a gap: what a peer must find and what the second reader can confirm."""
    broken = policy(one.name)
    last = max(number for number, (_, when, _) in enumerate(broken.rules) if when != ("always",))
    del broken.rules[last], broken.outcome_of[last]
    broken._compile()
    return broken


def partner(name):
    """The policy that one is compared with, unless told."""
    return next(other for other in NAMES if other != name)


def version(package):
    return importlib.metadata.version(package)


def arguments(description, **choices):
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("policy", choices=NAMES)
    parser.add_argument("--quick", action="store_true", help="shorter rounds")
    parser.add_argument("--against", choices=NAMES, help="the policy to compare with")
    for name, among in choices.items():
        parser.add_argument(f"--{name}", choices=list(among), required=True)
    given = parser.parse_args()
    given.against = given.against or partner(given.policy)
    given.seconds = 0.15 if given.quick else 0.4
    return given


def timed(call, items, seconds, rounds=4):
    """Nanoseconds a call, the best round and the median one, after a round that does not count."""
    # So many at a time that reading the clock costs nothing.
    start, stretch = time.perf_counter_ns(), items[:100]
    for item in stretch:
        call(item)
    each = max((time.perf_counter_ns() - start) / len(stretch), 1)
    # A round goes through the items again and again; a peer so fast gets all of them.
    number = max(int(seconds * 1e9 / each), 1)
    some = (items * (number // len(items) + 1))[:number]
    found = []
    gc.collect()
    gc.disable()
    for _ in range(rounds + 1):
        start = time.perf_counter_ns()
        for item in some:
            call(item)
        found.append((time.perf_counter_ns() - start) / number)
    gc.enable()
    return min(found[1:]), statistics.median(found[1:])


def run(work, seconds, least=3):
    """Milliseconds that the parts of some work took, each the best of several runs; `work` returns them."""
    start, found = time.perf_counter(), []
    gc.collect()
    while len(found) < least + 1 or time.perf_counter() - start < seconds * 4:
        found.append(work())
    return [min(part) * 1e3 for part in zip(*found[1:])]


class Report:
    """What a peer says of itself: one JSON object on standard output."""

    def __init__(self, peer):
        self.peer, self.rows = peer, []

    def add(self, what, how, value, unit, wrong=0, asked=0, **more):
        """A figure, and how many of the answers that were checked were wrong: then the figure is not used."""
        self.rows.append(
            {"what": what, "peer": self.peer, "how": how, "value": value, "unit": unit, "wrong": wrong, "asked": asked, **more})

    def skip(self, what, reason):
        self.rows.append({"what": what, "peer": self.peer, "how": "", "skipped": reason})

    def finish(self):
        json.dump({"rows": self.rows}, sys.stdout, indent=1)
        print()
