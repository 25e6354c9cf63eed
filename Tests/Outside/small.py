"""Small made-up policies, drawn at random: few enough situations to try them all."""
import copy
import json
import re

from conftest import run
from oracle import Policy, Vocabulary, facts_of, load

OUTCOMES = ["go", "wait", "ask", "turn-back"]
FACTS = {
    "gate-open": ["yes", "no"], "lamp-lit": ["yes", "no"], "bell-rang": ["yes", "no"], "path-dry": ["yes", "no"], "dog-near": ["yes", "no"],
    "flag": ["red", "green", "blue"], "way": ["left", "right", "straight", "none"],
    "wind": ["calm", "breeze", "gale"], "water": ["none", "low", "high", "deep"]}
ORDERED = {"wind", "water"}
URGENT = "dog-near"
CLAUSES = [f"book §{number}" for number in range(1, 10)]


def vocabulary(random):
    """The shared questions, with costs and likelihoods drawn."""
    facts = []
    for name, choices in FACTS.items():
        entry = {"fact": name, "kind": "yes-no", "ask": f"What of {name}?", "hint": "Look", "why": "It matters.", "because": CLAUSES[:1]}
        if choices != ["yes", "no"]:
            entry["kind"] = "ordered" if name in ORDERED else "one-of"
            entry["choices"] = [{"choice": choice, "words": choice.capitalize()} for choice in choices]
        if random.random() < 0.8:
            entry["cost"] = {kind: random.randrange(4) for kind in ("effort", "intrusion", "delay", "danger")}
        if random.random() < 0.8:
            entry["likely"] = {choice: random.choice([1, 2, 3, 10, 99]) for choice in choices}
        if name == URGENT:
            entry["urgent"] = "yes"
        facts.append(entry)
    return {
        "sources": [{"source": "book", "title": "A made-up book"}], "facts": facts,
        "outcomes": [{"outcome": name, "words": name.capitalize(), "means": "Do so."} for name in OUTCOMES]}


def about(random, fact):
    """A condition on one fact, and whether brackets must stand round it."""
    choices = FACTS[fact]
    if choices == ["yes", "no"]:
        return random.choice([fact, fact, f"not {fact}", f"not {fact}", f"{fact} is no", f"{fact} is not no"]), False
    if fact in ORDERED and random.random() < 0.4:
        return f"{fact} is at least {random.choice(choices[1:])}", False
    values = random.sample(choices, random.randint(1, len(choices) - 1))
    return f"{fact} is {random.choice(['', '', 'not '])}{' or '.join(values)}", len(values) > 1


def condition(random, facts, depth, join=None):
    """A condition as text, and whether brackets must stand round it."""
    if depth == 0 or (random.random() < 0.25 and not join):
        return about(random, random.choice(facts))
    join = join or random.choice([" and ", " or "])
    parts = [condition(random, facts, depth - 1) for _ in range(random.choice([2, 2, 3]))]
    text = join.join(f"({part})" if joined else part for part, joined in parts)
    return (f"not ({text})", False) if random.random() < 0.15 else (text, True)


def close(policy):
    """Writes the last rule out: it holds where none of the others does."""
    policy["rules"][-1]["when"] = "not (" + " or ".join(f"({rule['when']})" for rule in policy["rules"][:-1]) + ")"


def promise(random, policy, facts, kept):
    """An invariant: one that is kept whatever the policy says elsewhere, or any."""
    entry = {"invariant": f"promise-{len(policy['invariants'])}", "words": "So it is.", "because": CLAUSES[:1]}
    first = policy["rules"][0]
    outcomes = random.sample(OUTCOMES, random.randint(1, 3))
    if kept:
        entry |= {"when": first["when"], "always": [first["then"], *[one for one in outcomes if one != first["then"]]]}
    else:
        entry |= {"when": condition(random, facts, 2)[0]}
        entry |= random.choice([{"always": outcomes}, {"never": outcomes[:1]}, {"obliges": ["duty-0"]}, {"obliges": ["duty-0"], "with": outcomes}])
    policy["invariants"].append(entry)


def policy(random, name, ending="written", kept=True):
    """A policy of 5 to 9 facts or fewer, and 3 to 7 rules. The ending is a written-out last rule, a catch-all, or open."""
    facts = random.sample(list(FACTS), random.randint(5, 9))
    count = random.randint(3, 7)
    made = {
        "policy": name, "title": "A made-up policy", "edition": "1", "from": "2026-01-01", "about": "Drawn at random.", "rests-on": ["chance"],
        "sources": [{"source": "book", "title": "A made-up book"}], "clauses": [{"clause": clause, "says": "It is said."} for clause in CLAUSES],
        "steps": [{"step": "only", "asks": "What now?"}], "rules": [], "obligations": [], "constraints": [], "invariants": []}
    for number in range(count):
        made["rules"].append({
            "rule": f"rule-{number}", "step": "only", "when": condition(random, facts, 2, random.choice([" and "] * 4 + [None]))[0],
            "then": random.choice(OUTCOMES),
            "words": "It holds.", "because": random.sample(CLAUSES, random.randint(1, 2))})
    if ending == "written":
        close(made)
    elif ending == "catch-all":
        made["rules"][-1]["when"] = "always"
    for number in range(random.randint(1, 3)):
        duty = {"obligation": f"duty-{number}", "when": random.choice(["always", condition(random, facts, 1)[0]]), "words": "Do it.", "because": CLAUSES[:1]}
        if random.random() < 0.6:
            duty["with"] = sorted({rule["then"] for rule in random.sample(made["rules"], 2)})
        made["obligations"].append(duty)
    for _ in range(random.choice([0, 1, 1, 2])):
        made["constraints"].append({"holds": condition(random, random.choice([facts, list(FACTS)]), 1)[0], "words": "It cannot be otherwise."})
    for _ in range(random.randint(1, 2)):
        promise(random, made, facts, kept)
    return made


def changed(random, before):
    """Another edition of it, changed in one or two places."""
    made = copy.deepcopy(before)
    made["edition"] = "2"
    rules = made["rules"]
    for _ in range(random.randint(1, 2)):
        kind = random.choice(["when", "then", "swap", "constraint", "duty", "new-duty"])
        if kind == "when":
            random.choice(rules[:-1])["when"] = condition(random, list(FACTS), 2)[0]
        elif kind == "then":
            random.choice(rules)["then"] = random.choice(OUTCOMES)
        elif kind == "swap" and len(rules) > 2:
            at = random.randrange(len(rules) - 2)
            rules[at], rules[at + 1] = rules[at + 1], rules[at]
        elif kind == "constraint":
            made["constraints"].append({"holds": condition(random, list(FACTS), 1)[0], "words": "It cannot be otherwise."})
        elif kind == "duty":
            random.choice(made["obligations"])["when"] = condition(random, list(FACTS), 1)[0]
        elif kind == "new-duty":
            made["obligations"][-1]["obligation"] = "duty-new"
    close(made)
    made["invariants"] = []
    promise(random, made, list(FACTS), kept=True)
    return made


def write(folder, vocabulary, policies):
    """A Content folder of these."""
    folder.mkdir(parents=True)
    # What is JSON is YAML as well.
    (folder / "vocabulary.yaml").write_text(json.dumps(vocabulary, indent=1), encoding="utf-8")
    for one in policies:
        place = folder / "policies" / one["policy"]
        place.mkdir(parents=True)
        (place / "policy.yaml").write_text(json.dumps(one, indent=1), encoding="utf-8")
    return folder


def partly_known(random, policy):
    """Answers to some questions of a policy, a few of them not known; or to all but a few of which a constraint speaks."""
    answers = {fact: random.choice([*policy.vocabulary.choices[fact] * 2, "not-known"]) for fact in policy.facts}
    linked = [fact for _, holds in policy.constraints for fact in facts_of(holds)]
    if linked and random.random() < 0.4:
        left_out = random.sample(linked, random.randint(1, min(2, len(linked))))
        return {
            fact: "not-known" if random.random() < 0.4 else answer for fact, answer in answers.items() if fact not in left_out}
    return {fact: answers[fact] for fact in random.sample(policy.facts, random.randint(1, len(policy.facts)))}


class Drawn:
    """Candidates of one kind in a folder of their own, and what the program's proof says about each."""

    def __init__(self, folder, vocabulary, policies):
        self.folder = write(folder, vocabulary, policies)
        self.vocabulary = Vocabulary(load(folder / "vocabulary.yaml"))
        self.files = {one["policy"]: one for one in policies}
        self.policies = {name: Policy(load(self.path(name)), self.vocabulary) for name in self.files}
        answer = run("policy", "check", "--json", "--content", folder)
        self.said = {report["policy"]: report for report in json.loads(answer.stdout)}
        self.refused = set(re.findall(r"^policies/([^/]+)/policy\.yaml:\d+:\d+: ", answer.stderr, re.M))
        assert answer.returncode == (65 if self.refused else 0), answer.stderr
        assert self.said.keys() == self.files.keys(), "a policy with faults has its report as well"

    def path(self, name):
        return self.folder / "policies" / name / "policy.yaml"

    @property
    def sound(self):
        return [name for name, policy in self.policies.items() if name not in self.refused and 5 <= len(policy.facts) <= 9]
