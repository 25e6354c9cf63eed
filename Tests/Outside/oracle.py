"""A second reader of the policy files, written from Docs/writing-a-policy.md and Docs/question-order.md alone. It tries situations one by one."""
import fractions
import functools
import itertools
import math
import re

import yaml

WORDS = re.compile(r"\(|\)|[^\s()]+")
JOINING = {"and", "or", "not", "is", "at", "least", "always", "(", ")"}


class Unreadable(Exception):
    """The text is no condition."""


def load(path):
    """A YAML file with every value as text, so that `no` stays a word."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


class Vocabulary:
    def __init__(self, file):
        self.choices = {}
        self.ordered = set()
        self.yes_no = set()
        self.urgent = set()
        self.cost = {}
        self.parts = {}
        for entry in file["facts"]:
            name = entry["fact"]
            if entry["kind"] == "yes-no":
                self.yes_no.add(name)
                self.choices[name] = ["yes", "no"]
            else:
                self.choices[name] = [choice["choice"] for choice in entry["choices"]]
            if entry["kind"] == "ordered":
                self.ordered.add(name)
            if entry.get("urgent") == "yes":
                self.urgent.add(name)
            self.cost[name] = sum(int(entry.get("cost", {}).get(kind, 0)) for kind in ("effort", "intrusion", "delay", "danger"))
            self.parts[name] = [int(entry.get("likely", {}).get(choice, 1)) for choice in self.choices[name]]
        self.outcomes = [entry["outcome"] for entry in file["outcomes"]]

    def calm(self, fact):
        """The answer that says nothing happened, if the fact has one."""
        return next((choice for choice in self.choices[fact] if choice in ("no", "none", "nobody")), None)


def read_condition(text, vocabulary):
    """The condition as nested tuples: ("always",), ("in", fact, values), ("not", c), ("and", …), ("or", …)."""
    left = WORDS.findall(text)

    def whole():
        parts, joins = [single()], set()
        while left and left[0] in ("and", "or"):
            joins.add(left.pop(0))
            parts.append(single())
        if len(joins) > 1:
            raise Unreadable(f"`and` and `or` without brackets: {text}")
        return (joins.pop(), *parts) if joins else parts[0]

    def single():
        if not left:
            raise Unreadable(f"ends too early: {text}")
        word = left.pop(0)
        if word == "not":
            return ("not", single())
        if word == "always":
            return ("always",)
        if word == "(":
            inside = whole()
            if not left or left.pop(0) != ")":
                raise Unreadable(f"open bracket: {text}")
            return inside
        if word in JOINING or word not in vocabulary.choices:
            raise Unreadable(f"no fact `{word}`: {text}")
        return about(word)

    def about(fact):
        if left[:1] != ["is"]:
            if fact not in vocabulary.yes_no:
                raise Unreadable(f"`{fact}` without an answer: {text}")
            return ("in", fact, frozenset(["yes"]))
        left.pop(0)
        choices = vocabulary.choices[fact]
        if left[:2] == ["at", "least"]:
            del left[:2]
            if fact not in vocabulary.ordered:
                raise Unreadable(f"`{fact}` is not ordered: {text}")
            return ("in", fact, frozenset(choices[choices.index(answer(fact)):]))
        other = left[:1] == ["not"]
        if other:
            left.pop(0)
        values = {answer(fact)}
        while len(left) > 1 and left[0] == "or" and left[1] in choices:
            left.pop(0)
            values.add(left.pop(0))
        return ("in", fact, frozenset(choices) - values if other else frozenset(values))

    def answer(fact):
        if not left or left[0] not in vocabulary.choices[fact]:
            raise Unreadable(f"no answer to `{fact}`: {text}")
        return left.pop(0)

    condition = whole()
    if left:
        raise Unreadable(f"`{left[0]}` is left over: {text}")
    return condition


def facts_of(condition):
    if condition[0] == "in":
        return [condition[1]]
    return [fact for part in condition[1:] for fact in facts_of(part)]


def opposite(condition, choices):
    """The condition that holds where the given one does not, with `not` only inside the answers."""
    kind = condition[0]
    if kind == "in":
        return ("in", condition[1], frozenset(choices[condition[1]]) - condition[2])
    if kind == "not":
        return plain(condition[1], choices)
    if kind == "always":
        return ("or",)
    return ("or" if kind == "and" else "and", *(opposite(part, choices) for part in condition[1:]))


def plain(condition, choices):
    kind = condition[0]
    if kind == "in":
        return condition
    if kind == "not":
        return opposite(condition[1], choices)
    if kind == "always":
        return ("and",)
    return (kind, *(plain(part, choices) for part in condition[1:]))


def truth(condition, allowed):
    """True, False, or None where it depends on which of the allowed answers is given."""
    kind = condition[0]
    if kind == "in":
        return True if allowed[condition[1]] <= condition[2] else None if allowed[condition[1]] & condition[2] else False
    settles = kind == "or"
    unknown = False
    for part in condition[1:]:
        value = truth(part, allowed)
        if value is settles:
            return settles
        unknown = unknown or value is None
    return None if unknown else not settles


def find(conditions, allowed):
    """Allowed answers that meet all the conditions, or None if there are none."""
    left = list(conditions)
    allowed = dict(allowed)
    while True:
        moved, kept = False, []
        while left:
            condition = left.pop()
            value = truth(condition, allowed)
            if value is False:
                return None
            if value is True:
                continue
            if condition[0] == "in":
                allowed[condition[1]] = allowed[condition[1]] & condition[2]
                moved = True
            elif condition[0] == "and":
                left.extend(condition[1:])
            else:
                parts = [part for part in condition[1:] if truth(part, allowed) is not False]
                if len(parts) == 1:
                    left.append(parts[0])
                else:
                    kept.append(("or", *parts))
        left = kept
        if not moved:
            break
    if not left:
        return allowed
    choice = min(left, key=len)
    for part in choice[1:]:
        found = find([*left, part], allowed)
        if found is not None:
            return found
    return None


class Policy:
    def __init__(self, file, vocabulary):
        def read(entry, key="when"):
            return read_condition(entry[key], vocabulary)

        self.vocabulary = vocabulary
        self.name = file["policy"]
        self.rules = [(entry["rule"], read(entry), entry["then"]) for entry in file["rules"]]
        self.obligations = [(entry["obligation"], read(entry), entry.get("with")) for entry in file["obligations"]]
        self.constraints = [(entry["holds"], read(entry, "holds")) for entry in file.get("constraints") or []]
        self.invariants = {entry["invariant"]: (read(entry), entry) for entry in file.get("invariants") or []}
        conditions = [one[1] for one in self.rules + self.obligations + self.constraints]
        conditions += [condition for condition, _ in self.invariants.values()]
        self.facts = list(dict.fromkeys(fact for condition in conditions for fact in facts_of(condition)))
        self.place = {fact: index for index, fact in enumerate(self.facts)}
        self.choices = [vocabulary.choices[fact] for fact in self.facts]
        self.parts = [vocabulary.parts[fact] for fact in self.facts]
        self.outcome_of = [then for _, _, then in self.rules]
        self.tests = {}
        self._compile()

    def _source(self, condition):
        kind = condition[0]
        if kind == "always":
            return "True"
        if kind == "not":
            return f"(not {self._source(condition[1])})"
        if kind == "in":
            at = self.place[condition[1]]
            tests = [f"v[{at}] == {i}" for i, choice in enumerate(self.choices[at]) if choice in condition[2]]
            return "(" + (" or ".join(tests) or "False") + ")"
        return "(" + f" {kind} ".join(self._source(part) for part in condition[1:]) + ")"

    def _compile(self):
        """One Python function for each question about a situation, which is a tuple of the numbers of the answers."""
        lines = ["def rule(v):"]
        lines += [f"    if {self._source(when)}: return {i}" for i, (_, when, _) in enumerate(self.rules)]
        lines += ["    return -1", "def owed(v, outcome):", "    found = 0"]
        for i, (_, when, outcomes) in enumerate(self.obligations):
            among = f"outcome in {set(outcomes)!r} and " if outcomes is not None else ""
            lines.append(f"    if {among}{self._source(when)}: found |= {1 << i}")
        lines += ["    return found", "def can_be(v):"]
        lines.append("    return " + (" and ".join(self._source(holds) for _, holds in self.constraints) or "True"))
        space = {}
        exec("\n".join(lines), space)
        self.rule, self.owed, self.can_be = space["rule"], space["owed"], space["can_be"]

    def test(self, condition):
        """The condition as a function of a situation."""
        if condition not in self.tests:
            self.tests[condition] = eval(f"lambda v: {self._source(condition)}")
        return self.tests[condition]

    def holds(self, condition, situation):
        return self.test(condition)(situation)

    def outcome(self, situation):
        number = self.rule(situation)
        return None if number < 0 else self.outcome_of[number]

    def situation(self, answers):
        """The tuple of a complete set of answers."""
        return tuple(choices.index(answers[fact]) for fact, choices in zip(self.facts, self.choices))

    def answers(self, situation):
        return {fact: choices[value] for fact, choices, value in zip(self.facts, self.choices, situation)}

    def completions(self, answers):
        """Every situation that the known answers allow: the possible ones, or all if there is none. And which it is."""
        open_to = [
            [choices.index(answers[fact])] if answers.get(fact, "not-known") != "not-known" else range(len(choices))
            for fact, choices in zip(self.facts, self.choices)]
        everything = list(itertools.product(*open_to))
        possible = [situation for situation in everything if self.can_be(situation)]
        return (possible, True) if possible else (everything, False)

    def size(self, answers):
        """How many situations the known answers allow, possible or not."""
        return math.prod(
            len(choices) for fact, choices in zip(self.facts, self.choices) if answers.get(fact, "not-known") == "not-known")

    def names(self, mask):
        return {self.obligations[i][0] for i in range(len(self.obligations)) if mask >> i & 1}

    def breaks(self, invariant, situation):
        """Whether a possible situation breaks the promise."""
        when, entry = self.invariants[invariant]
        if not self.can_be(situation) or not self.holds(when, situation):
            return False
        outcome = self.outcome(situation)
        if "always" in entry:
            return outcome not in entry["always"]
        if "never" in entry:
            return outcome in entry["never"]
        if "with" in entry and outcome not in entry["with"]:
            return False
        return not set(entry["obliges"]) <= self.names(self.owed(situation, outcome))


#: Scores of questions that agree so far are equal.
TOLERANCE = fractions.Fraction(1, 10**9)


def mixture(shares):
    """The Gini impurity of some weights, times all of them."""
    whole = sum(shares.values())
    return whole - fractions.Fraction(sum(weight * weight for weight in shares.values()), whole)


class Verdict:
    """What is true of all completions of some answers."""

    def __init__(self, policy, answers):
        self.policy = policy
        self.situations, self.fits = policy.completions(answers)
        self.rules = [policy.rule(situation) for situation in self.situations]
        self.outcomes = [None if number < 0 else policy.outcome_of[number] for number in self.rules]
        self.owed = [policy.owed(s, outcome) for s, outcome in zip(self.situations, self.outcomes)]
        self.possible = set(self.outcomes)
        self.certain = len(self.possible) == 1

    @functools.cached_property
    def weights(self):
        """Of each completion the product of the parts of its answers."""
        return [math.prod(parts[choice] for parts, choice in zip(self.policy.parts, situation)) for situation in self.situations]

    def sums(self, chosen=None):
        """The outcomes, and the obligations that are owed in all and in some of the completions."""
        every, some, outcomes = ~0, 0, set()
        for situation, outcome, owed in zip(self.situations, self.outcomes, self.owed):
            if chosen is None or chosen(situation):
                every, some = every & owed, some | owed
                outcomes.add(outcome)
        return outcomes, every & some, some

    def obligations(self):
        _, every, some = self.sums()
        return self.policy.names(every), self.policy.names(some & ~every)

    def narrows(self, fact, outcomes_only=False):
        """Whether some answer to it would leave other outcomes (or obligations) than there are without one."""
        place = self.policy.place[fact]
        compared = slice(0, 1 if outcomes_only else 3)
        before = self.sums()[compared]
        return any(
            self.sums(lambda situation: situation[place] == value)[compared] != before
            for value in {situation[place] for situation in self.situations})

    def matters(self, values):
        """The facts in which alone two completions differ that come to different values."""
        found = set()
        for place, fact in enumerate(self.policy.facts):
            seen = {}
            for situation, value in zip(self.situations, values):
                rest = situation[:place] + situation[place + 1:]
                if seen.setdefault(rest, value) != value:
                    found.add(fact)
                    break
        return found

    def score(self, fact):
        """By how much an answer is expected to make what is open less mixed, for what it costs: exact."""
        if not self.certain:
            gain = self._gain(fact, self.outcomes)
        else:
            _, every, some = self.sums()
            open_to = [bit for bit in range(len(self.policy.obligations)) if (some & ~every) >> bit & 1]
            gain = sum(self._gain(fact, [owed >> bit & 1 for owed in self.owed]) for bit in open_to)
        return gain / fractions.Fraction(1 + self.policy.vocabulary.cost[fact])

    def _gain(self, fact, values):
        place = self.policy.place[fact]
        together, apart = {}, {}
        for situation, value, weight in zip(self.situations, values, self.weights):
            for shares in (together, apart.setdefault(situation[place], {})):
                shares[value] = shares.get(value, 0) + weight
        return (mixture(together) - sum(map(mixture, apart.values()))) / sum(together.values())

    def following(self, answers):
        """The question to put next, or None."""
        policy = self.policy
        if self.certain and any(answers.get(fact) == "yes" for fact in policy.facts if fact in policy.vocabulary.urgent):
            return None
        unasked = [fact for fact in policy.facts if fact not in answers]
        relevant = self.matters(self.owed if self.certain else self.outcomes)
        scores = {fact: self.score(fact) for fact in unasked if fact in relevant}
        if scores:
            return next(fact for fact, score in scores.items() if score >= max(scores.values()) * (1 - TOLERANCE))
        # What only rules out other answers is asked last, in the policy's order.
        settling = (fact for fact in unasked if self.narrows(fact, outcomes_only=not self.certain))
        return next(settling, None) if self.fits else None


class Proof:
    """What trying every situation says about a policy; for small ones."""

    def __init__(self, policy):
        self.policy = policy
        every = list(itertools.product(*(range(len(choices)) for choices in policy.choices)))
        self.possible = [situation for situation in every if policy.can_be(situation)]
        decided = [policy.rule(situation) for situation in self.possible]
        names = [rule for rule, _, _ in policy.rules]
        self.situations = len(every)
        self.decides = {rule: decided.count(number) for number, rule in enumerate(names)}
        # What only a catch-all decides counts as a gap.
        catch_alls = {number for number, (_, when, _) in enumerate(policy.rules) if when == ("always",)}
        self.gaps = sum(1 for number in decided if number < 0 or number in catch_alls)
        self.unreachable = {rule for rule, count in self.decides.items() if count == 0}
        tests = [policy.test(when) for _, when, _ in policy.rules]
        holding = [{place for place, situation in enumerate(self.possible) if test(situation)} for test in tests]
        pairs = [(a, b) for a, b in itertools.combinations(range(len(names)), 2) if holding[a] & holding[b]]
        self.shadows = {rule: {names[a] for a, b in pairs if names[b] == rule} for rule in self.unreachable}
        against = [(a, b) for a, b in pairs if policy.outcome_of[a] != policy.outcome_of[b]]
        self.overlaps = {(names[a], names[b]) for a, b in against}
        self.conflicts = {(names[a], names[b]) for a, b in against if holding[a] == holding[b]}
        owed = 0
        for situation in self.possible:
            owed |= policy.owed(situation, policy.outcome(situation))
        self.never_due = {name for name, _, _ in policy.obligations} - policy.names(owed)
        self.broken = {
            invariant for invariant in policy.invariants if any(policy.breaks(invariant, situation) for situation in self.possible)}
        # Situations that cannot be count here: even of those an answer is advised.
        values = {}
        for situation in every:
            outcome = policy.outcome(situation)
            values[situation] = (outcome, policy.owed(situation, outcome))
        self.unused = {fact for place, fact in enumerate(policy.facts) if not self._used(place, values)}
        framing = {fact for _, holds in policy.constraints for fact in facts_of(holds)}
        self.is_sound = not (
            self.gaps or self.unreachable or self.conflicts or self.never_due or self.unused - framing or self.broken)

    @staticmethod
    def _used(place, values):
        return any(values[situation[:place] + (0,) + situation[place + 1:]] != value for situation, value in values.items())


class LargeVerdict:
    """What is true of all completions that can be, found by search where there are too many to try."""

    def __init__(self, policy, answers):
        every = policy.vocabulary.choices
        self.policy = policy
        self.allowed = {
            fact: frozenset([answers[fact]] if answers.get(fact, "not-known") != "not-known" else every[fact]) for fact in policy.facts}
        self.before = [plain(holds, every) for _, holds in policy.constraints]
        self.fits = find(self.before, self.allowed) is not None
        self.rules, self.decides, self.seen = [], {}, []
        for number, (_, when, _) in enumerate(policy.rules):
            conditions = [plain(when, every), *self.before]
            if self._search(conditions):
                self.rules.append(number)
                self.decides[number] = conditions
            self.before.append(opposite(when, every))
        gap = [None] if self._search(self.before) else []
        self.possible = {policy.outcome_of[number] for number in self.rules} | set(gap)

    def _search(self, conditions):
        found = find(conditions, self.allowed)
        if found is None:
            return False
        # What is left open in a finding may be anything.
        situation = self.policy.situation({fact: min(values) for fact, values in found.items()})
        assert self.policy.can_be(situation)
        self.seen.append(self.policy.owed(situation, self.policy.outcome(situation)))
        return True

    def obligations(self):
        """Those owed in all completions, and those owed in some."""
        every = self.policy.vocabulary.choices
        surely, perhaps = set(), set()
        for place, (name, when, outcomes) in enumerate(self.policy.obligations):
            due = any(owed >> place & 1 for owed in self.seen)
            free = any(not owed >> place & 1 for owed in self.seen)
            for number, conditions in self.decides.items():
                if outcomes is None or self.policy.outcome_of[number] in outcomes:
                    due = due or self._search([plain(when, every), *conditions])
                    free = free or self._search([opposite(when, every), *conditions])
            if due:
                (perhaps if free else surely).add(name)
        return surely, perhaps
