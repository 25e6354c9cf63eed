"""The floor for what a hosted language can do: each policy as a chain of ifs in Python, without any engine."""
import asked


def source(condition, one):
    kind = condition[0]
    if kind == "always":
        return "True"
    if kind == "not":
        return f"(not {source(condition[1], one)})"
    if kind == "in":
        place = one.place[condition[1]]
        values = [number for number, choice in enumerate(one.choices[place]) if choice in condition[2]]
        if one.choices[place] == ["yes", "no"] and len(values) == 1:
            return f"v[{place}]" if values == [0] else f"(not v[{place}])"
        return f"v[{place}] == {values[0]}" if len(values) == 1 else f"v[{place}] in {tuple(values)}"
    return "(" + (f" {kind} ".join(source(part, one) for part in condition[1:]) or str(kind == "and")) + ")"


def decider(one):
    """A function of a list: True or False for yes or no, the number of the answer otherwise."""
    lines = ["def decide(v):"]
    lines += [f"    if {source(when, one)}: return {number}" for number, (_, when, _) in enumerate(one.rules)]
    space = {}
    exec("\n".join([*lines, "    return -1"]), space)
    return space["decide"]


def values(one, situation):
    return [value == 0 if choices == ["yes", "no"] else value for choices, value in zip(one.choices, situation)]


def main():
    given = asked.arguments(__doc__)
    one = asked.policy(given.policy)
    decide = decider(one)
    wrong = sum(decide(values(one, situation)) != rule for situation, rule in asked.checked(one))
    some = [values(one, situation) for situation in asked.situations(one, 4096 if given.quick else 65536)]
    best, median = asked.timed(decide, some, given.seconds)
    report = asked.Report("plain Python")
    report.add("decide", "a chain of ifs", best, "ns", wrong, asked.CHECKED, median=median)
    report.finish()


main()
