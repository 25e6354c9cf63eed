"""AWS Cedar through cedarpy: each rule is one `permit` policy, and the first of those that hold decides.

Cedar knows no order among policies. Its answer names every `permit` that held, so the smallest number among them is
the rule that decides; this costs Cedar less than guarding each rule with the negation of all before it. Only the rule
is asked for, not the obligations."""
import json
import random
import statistics

import asked
import cedarpy
import oracle

WHO = {"principal": 'Person::"one"', "action": 'Action::"share"', "resource": 'Information::"it"'}
NOTHING = cedarpy.Entities.from_json_str("[]")


def text(condition, vocabulary):
    kind = condition[0]
    if kind == "always":
        return "true"
    if kind == "not":
        return f"!{text(condition[1], vocabulary)}"
    if kind == "in":
        fact, choices = condition[1], vocabulary.choices[condition[1]]
        values = [choice for choice in choices if choice in condition[2]]
        if fact in vocabulary.yes_no:
            return {"yes": f'context["{fact}"]', "no": f'!context["{fact}"]'}[values[0]] if len(values) == 1 else "true"
        if len(values) == 1:
            return f'(context["{fact}"] == "{values[0]}")'
        if len(values) == len(choices) - 1:
            return f'(context["{fact}"] != "{next(choice for choice in choices if choice not in values)}")'
        return f'{json.dumps(values)}.contains(context["{fact}"])'
    joined = {"and": " && ", "or": " || "}[kind].join(text(part, vocabulary) for part in condition[1:])
    return f"({joined})"


def translation(one):
    return "\n".join(
        f"permit (principal, action, resource) when {{ {text(when, one.vocabulary)} }};" for _, when, _ in one.rules)


def context(one, situation):
    return {
        fact: choices[value] == "yes" if fact in one.vocabulary.yes_no else choices[value]
        for fact, choices, value in zip(one.facts, one.choices, situation)}


def number(policy_id):
    return int(policy_id.removeprefix("policy"))


def rule(answer):
    return min(map(number, answer.diagnostics.reasons), default=-1)


def main():
    given = asked.arguments(__doc__)
    one = asked.policy(given.policy)
    policies = cedarpy.PolicySet.from_str(translation(one))
    names, outcomes = [name for name, _, _ in one.rules], one.outcome_of
    report = asked.Report(f"Cedar (cedarpy {asked.version('cedarpy')})")
    asked_of = asked.checked(one)

    def decide(facts):
        return cedarpy.is_authorized({**WHO, "context": facts}, policies, NOTHING)

    def through_json(line):
        at = rule(decide(json.loads(line)["facts"]))
        return json.dumps({"outcome": outcomes[at], "rule": names[at]})

    def line(situation):
        return json.dumps({"facts": context(one, situation)})

    wrong = sum(rule(decide(context(one, situation))) != expected for situation, expected in asked_of)
    some = [context(one, situation) for situation in asked.situations(one, asked.CHECKED)]
    best, median = asked.timed(decide, some, given.seconds)
    metrics = [decide(facts).metrics for facts in some]
    engine = statistics.fmean(one["authz_duration_micros"] for one in metrics)
    request = statistics.fmean(one["build_request_duration_micros"] for one in metrics)
    report.add("decide", "its own clock, the evaluation alone", engine, "us", wrong, len(asked_of))
    report.add("decide", "a call from Python", best, "ns", wrong, len(asked_of), median=median)

    wrong = sum(
        json.loads(through_json(line(situation))) != {"outcome": outcomes[expected], "rule": names[expected]}
        for situation, expected in asked_of)
    best, median = asked.timed(through_json, [line(situation) for situation in asked.situations(one, 500)], given.seconds)
    report.add("json", "its own clock, request and evaluation", engine + request, "us", wrong, len(asked_of))
    report.add("json", "JSON to outcome and rule, from Python", best, "ns", wrong, len(asked_of), median=median)
    partly(one, policies, report, given)
    report.finish()


def partly(one, policies, report, given):
    """Half of the answers unknown: which rules may still decide. Too few is wrong; too many is said."""
    chance = random.Random(f"{asked.SEED} {one.name} partly")
    questions, engine, wrong, wide = [], [], 0, 0
    for situation, expected in asked.checked(one, 300):
        facts, known = context(one, situation), one.answers(situation)
        for fact in one.facts:
            if chance.random() < 0.5:
                facts[fact] = {"__extn": {"fn": "unknown", "arg": fact}}
                del known[fact]
        questions.append((facts, known, expected))

    def evaluate(facts):
        return cedarpy.is_authorized_partial({**WHO, "context": facts}, policies, NOTHING)

    for facts, known, expected in questions:
        answer = evaluate(facts)
        diagnostics = answer._authz_resp["diagnostics"]
        surely = min(map(number, diagnostics["must_be_determining"]), default=len(one.rules))
        may = {at for at in map(number, diagnostics["may_be_determining"]) if at <= surely}
        exact = set(oracle.LargeVerdict(one, known).rules)
        wrong += not exact <= may or expected not in may
        wide += may > exact
        engine.append(answer.metrics["authz_duration_micros"])
    best, median = asked.timed(evaluate, [facts for facts, _, _ in questions], given.seconds)
    note = f"too wide in {wide} of {len(questions)}"
    report.add("three-valued", f"its own clock; {note}", statistics.fmean(engine), "us", wrong, len(questions))
    report.add("three-valued", f"a call from Python; {note}", best, "ns", wrong, len(questions), median=median)


if __name__ == "__main__":
    main()
