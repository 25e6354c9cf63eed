"""CaDiCaL and MiniSat through python-sat: the analysis and the comparison as clauses, each question under assumptions.

A yes-or-no question is one variable; another is one variable an answer, exactly one of which is true. Every gate is a
variable with the clauses that make it equal its formula. A solver tells whether there is a situation; it cannot count."""
import time

import asked
from pysat.solvers import Solver

SOLVERS = {"CaDiCaL 1.9.5": "cadical195", "MiniSat 2.2": "minisat22"}


class Clauses:
    def __init__(self, choices, gates):
        self.all, self.last, self.of_gate = [], 0, {}
        self.choices, self.of_choice = choices, {}
        for fact, names in choices.items():
            if names == ["yes", "no"]:
                yes = self.fresh()
                self.of_choice[fact] = {"yes": yes, "no": -yes}
            else:
                of = self.of_choice[fact] = {name: self.fresh() for name in names}
                literals = list(of.values())
                self.all.append(literals)
                self.all += [[-one, -other] for at, one in enumerate(literals) for other in literals[:at]]
        for name, formula in gates.items():
            self.of_gate[name] = self.literal(formula)

    def fresh(self):
        self.last += 1
        return self.last

    def literal(self, formula):
        kind = formula[0]
        if kind == "gate":
            return self.of_gate[formula[1]]
        if kind == "not":
            return -self.literal(formula[1])
        if kind == "always":
            return self.any([], -1)
        if kind == "in":
            fact, values = formula[1:]
            inside = [literal for choice, literal in self.of_choice[fact].items() if choice in values]
            outside = [literal for choice, literal in self.of_choice[fact].items() if choice not in values]
            return self.any(inside, 1) if len(inside) <= len(outside) else self.any(outside, -1)
        parts = [self.literal(part) for part in formula[1:]]
        return self.any(parts, 1) if kind == "or" else self.any([-part for part in parts], -1)

    def any(self, parts, sign):
        """A literal for the disjunction, or for its negation if the sign is less than nothing."""
        if len(parts) == 1:
            return sign * parts[0]
        found = self.fresh()
        self.all += [[-part, found] for part in parts]
        self.all.append([-found, *parts])
        return sign * found

    def situation(self, model):
        true = set(model)
        return {fact: next(choice for choice, literal in of.items() if literal in true) for fact, of in self.of_choice.items()}

    def answers(self, one, situation):
        return [self.of_choice[fact][choices[value]] for fact, choices, value in zip(one.facts, one.choices, situation)]


def asking(solver_name, systems, formulas):
    """The clauses, the answers, and the seconds that translating and solving took."""
    start = time.perf_counter()
    gates = {name: formula for system in systems for name, formula in system.gates.items()}
    clauses = Clauses(asked.choices_of(*(system.policy for system in systems)), gates)
    literals = [clauses.literal(formula) for formula in formulas]
    built = time.perf_counter()
    with Solver(name=solver_name, bootstrap_with=clauses.all) as solver:
        found = [solver.solve(assumptions=[literal]) for literal in literals]
        done = time.perf_counter()
        model = solver.get_model() if found[-1] else None
    return clauses, found, model, (built - start, done - built)


def wrong_decisions(solver_name, system, one):
    gates = {name: formula for name, formula in system.gates.items()}
    clauses = Clauses(asked.choices_of(one), gates)
    decides = [clauses.literal(formula) for formula in system.decides]
    wrong = 0
    with Solver(name=solver_name, bootstrap_with=clauses.all) as solver:
        for situation, rule in asked.checked(one):
            known = clauses.answers(one, situation)
            # It decides, and nothing else can: all by propagation, as everything is known.
            wrong += not solver.solve(assumptions=[*known, decides[rule]])
            wrong += solver.solve(assumptions=[*known, -decides[rule]])
    return wrong


def finds_the_gap(solver_name, one):
    broken = asked.without_last_rule(one)
    system = asked.System(broken)
    clauses, found, model, _ = asking(solver_name, [system], [system.questions()[0][1]])
    if not found[0]:
        return False
    witness = broken.situation(clauses.situation(model))
    return broken.can_be(witness) and broken.rule(witness) == -1


def main():
    given = asked.arguments(__doc__)
    one, other = asked.policy(given.policy), asked.policy(given.against)
    report = asked.Report("")
    for name, solver_name in SOLVERS.items():
        report.peer = f"{name} (python-sat {asked.version('python-sat')})"
        questions = asked.System(one).questions()
        wanted = [want for _, _, want in questions]

        def analyse():
            return asking(solver_name, [system := asked.System(one)], [formula for _, formula, _ in system.questions()])

        wrong = sum(found != want for found, want in zip(analyse()[1], wanted))
        wrong += wrong_decisions(solver_name, asked.System(one), one) + (not finds_the_gap(solver_name, one))
        checks = len(questions) + asked.CHECKED + 1
        translating, solving = asked.run(lambda: analyse()[3], given.seconds)
        report.add("analysis", "solving alone", solving, "ms", wrong, checks)
        report.add("analysis", "with the translation, in Python", translating + solving, "ms", wrong, checks)

        def compare():
            systems = [asked.System(one, "a-"), asked.System(other, "b-")]
            return asking(solver_name, systems, [asked.differing(*systems)])

        clauses, found, model, _ = compare()
        wrong = 1
        if found[0]:
            witness = clauses.situation(model)
            here, there = one.situation(witness), other.situation(witness)
            wrong = not (one.can_be(here) and other.can_be(there) and one.outcome(here) != other.outcome(there))
        translating, solving = asked.run(lambda: compare()[3], given.seconds)
        how = f"with {other.name}: one differing situation, no count; solving alone"
        report.add("comparison", how, solving, "ms", int(wrong), 1, against=other.name)
    report.finish()


main()
