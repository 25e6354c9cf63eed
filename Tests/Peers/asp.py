"""clingo: the analysis and the comparison as an answer-set program, each question under an assumption.

Of every question exactly one answer is chosen; every gate is an atom that its formula derives."""
import time

import asked
import clingo


class Program:
    def __init__(self, systems, formulas):
        self.lines, self.last, self.gates = [], 0, {}
        choices = asked.choices_of(*(system.policy for system in systems))
        self.of_choice = {}
        for at, (fact, names) in enumerate(choices.items()):
            self.of_choice[fact] = {name: f"f({at},{number})" for number, name in enumerate(names)}
            self.lines.append(f"1 {{ {'; '.join(self.of_choice[fact].values())} }} 1.")
        for system in systems:
            for gate, formula in system.gates.items():
                self.gates[gate] = self.atom(formula)
        self.questions = [self.atom(formula) for formula in formulas]

    def atom(self, formula):
        """An atom that holds where the formula does; every formula gets its own, except what has one already."""
        kind = formula[0]
        if kind == "gate":
            return self.gates[formula[1]]
        if kind == "in":
            found = [self.of_choice[formula[1]][choice] for choice in formula[2]]
        elif kind == "not":
            found = ["not " + self.atom(formula[1])]
        else:
            found = [self.atom(part) for part in formula[1:]]
        self.last += 1
        name = f"g({self.last})"
        if kind in ("in", "or"):
            self.lines += [f"{name} :- {one}." for one in found]
        else:
            self.lines.append(f"{name} :- {', '.join(found)}." if found else f"{name}.")
        return name

    def control(self):
        control = clingo.Control(["--warn=none", "--parallel-mode=1"])
        control.add("base", [], "\n".join(self.lines))
        control.ground([("base", [])])
        return control


def ask(control, assumed):
    """Whether there is an answer set with these atoms, and its atoms about the questions."""
    with control.solve(assumptions=[(clingo.parse_term(atom), True) for atom in assumed], yield_=True) as handle:
        for model in handle:
            return True, {str(symbol) for symbol in model.symbols(atoms=True) if symbol.name == "f"}
    return False, None


def holds(control, assumed):
    return bool(control.solve(assumptions=[(clingo.parse_term(atom), True) for atom in assumed]).satisfiable)


def asking(systems, formulas):
    start = time.perf_counter()
    program = Program(systems, formulas)
    built = time.perf_counter()
    terms = [clingo.parse_term(question) for question in program.questions]
    started = time.perf_counter()
    control = program.control()
    found = [bool(control.solve(assumptions=[(term, True)]).satisfiable) for term in terms]
    solved = time.perf_counter() - started
    return program, control, found, (built - start, solved)


def main():
    given = asked.arguments(__doc__)
    one, other = asked.policy(given.policy), asked.policy(given.against)
    report = asked.Report(f"clingo {asked.version('clingo')}")

    def analyse():
        system = asked.System(one)
        return asking([system], [formula for _, formula, _ in system.questions()])

    system = asked.System(one)
    wanted = [want for _, _, want in system.questions()]
    program, control, found, _ = analyse()
    wrong = sum(said != want for said, want in zip(found, wanted))
    some = asked.checked(one)
    for situation, rule in some:
        known = [program.of_choice[fact][choices[value]] for fact, choices, value in zip(one.facts, one.choices, situation)]
        wrong += not holds(control, [*known, program.gates[system.decides[rule][1]]])
    broken = asked.System(asked.without_last_rule(one))
    wrong += asking([broken], [broken.questions()[0][1]])[2] != [True]
    checks = len(wanted) + len(some) + 1
    translating, solving = asked.run(lambda: analyse()[3], given.seconds)
    report.add("analysis", "grounding and solving", solving, "ms", wrong, checks)
    report.add("analysis", "with the translation, in Python", translating + solving, "ms", wrong, checks)

    def compare():
        systems = [asked.System(one, "a-"), asked.System(other, "b-")]
        return asking(systems, [asked.differing(*systems)])

    program, control, _, _ = compare()
    found, atoms = ask(control, program.questions)
    wrong = 1
    if found:
        answers = {fact: next(choice for choice, atom in of.items() if atom in atoms) for fact, of in program.of_choice.items()}
        here, there = one.situation(answers), other.situation(answers)
        wrong = not (one.can_be(here) and other.can_be(there) and one.outcome(here) != other.outcome(there))
    solving = asked.run(lambda: compare()[3], given.seconds)[1]
    how = f"with {other.name}: whether any situation differs, no count; grounding and solving"
    report.add("comparison", how, solving, "ms", int(wrong), 1, against=other.name)
    report.finish()


main()
