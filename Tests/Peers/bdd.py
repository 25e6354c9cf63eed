"""Binary decision diagrams: CUDD in C and the pure Python `autoref`, both through dd. The analysis with counts, and
the number of situations in which two policies differ.

A yes-or-no question is one variable; another is its answer's number in binary, and numbers that no answer has are
ruled out, so what is counted are situations. The order is that of the questions in the policy."""
import os
import sys
import time

import asked
from dd import autoref

try:
    from dd import cudd
except ImportError:
    cudd = None


class Diagrams:
    def __init__(self, manager, choices, gates):
        self.manager, self.choices, self.bits, self.of_choice = manager, choices, {}, {}
        self.valid = manager.true
        for at, (fact, names) in enumerate(choices.items()):
            bits = self.bits[fact] = [f"f{at}_{number}" for number in range((len(names) - 1).bit_length())]
            manager.declare(*bits)
            variables = [manager.var(bit) for bit in bits]
            of = self.of_choice[fact] = {}
            for value, name in enumerate(names):
                number = len(names) - 1 - value
                cube = manager.true
                for place, variable in enumerate(variables):
                    cube = cube & (variable if number >> place & 1 else ~variable)
                of[name] = cube
            if len(names) < 1 << len(bits):
                self.valid = self.valid & self.any(of.values())
        self.gates = {}
        for name, formula in gates.items():
            self.gates[name] = self.of(formula)

    def any(self, parts):
        found = self.manager.false
        for part in parts:
            found = found | part
        return found

    def of(self, formula):
        kind = formula[0]
        if kind == "gate":
            return self.gates[formula[1]]
        if kind == "not":
            return ~self.of(formula[1])
        if kind == "always":
            return self.manager.true
        if kind == "in":
            return self.any(self.of_choice[formula[1]][choice] for choice in formula[2])
        if kind == "or":
            return self.any(self.of(part) for part in formula[1:])
        found = self.manager.true
        for part in formula[1:]:
            found = found & self.of(part)
        return found

    def bits_of(self, one, situation):
        found = {}
        for fact, choices, value in zip(one.facts, one.choices, situation):
            number = len(choices) - 1 - value
            found |= {bit: bool(number >> place & 1) for place, bit in enumerate(self.bits[fact])}
        return found

    def count(self, diagram):
        """How many assignments of all variables meet it, as a whole number of any size."""
        number, seen = len(self.manager.vars), {}

        def of(node):
            """Of the variables from the node's level down; the edge's negation is seen to by the caller."""
            key = int(node)
            if key not in seen:
                seen[key] = below(node.low, node.level) + below(node.high, node.level)
            return seen[key]

        def below(edge, level):
            """Of the variables under the level, whichever node the edge leads to."""
            top = number if edge in (self.manager.true, self.manager.false) else edge.level
            if edge == self.manager.true:
                found = 1
            elif edge == self.manager.false:
                found = 0
            elif edge.negated:
                found = (1 << number - top) - of(~edge)
            else:
                found = of(edge)
            return found << top - level - 1

        return below(diagram, -1)


def main():
    given = asked.arguments(__doc__)
    one, other = asked.policy(given.policy), asked.policy(given.against)
    report = asked.Report("")
    for name, module in ((f"CUDD (dd {asked.version('dd')})", cudd), (f"dd.autoref {asked.version('dd')}", autoref)):
        report.peer = name
        if module is None:
            report.skip("analysis", "this build of dd has no CUDD")
            continue

        def empty():
            # CUDD clears a cache of its own size first, by default one that takes longer than all that follows.
            manager = module.BDD(initial_cache_size=1 << 14) if module is cudd else module.BDD()
            manager.configure(reordering=False)
            return manager

        def analyse():
            manager = empty()
            start = time.perf_counter()
            system = asked.System(one)
            diagrams = Diagrams(manager, asked.choices_of(one), system.gates)
            said = [diagrams.of(formula) & diagrams.valid != manager.false for _, formula, _ in system.questions()]
            return (time.perf_counter() - start,), said, diagrams, system

        _, said, diagrams, system = analyse()
        wanted = [want for _, _, want in system.questions()]
        wrong = sum(found != want for found, want in zip(said, wanted))
        some = asked.checked(one)
        for situation, rule in some:
            decides = diagrams.gates[system.decides[rule][1]]
            wrong += diagrams.manager.let(diagrams.bits_of(one, situation), decides) != diagrams.manager.true
        possible = diagrams.count(diagrams.gates["possible"] & diagrams.valid)
        decided = [diagrams.count(diagrams.of(("and", system.possible, gate)) & diagrams.valid) for gate in system.decides]
        wrong += sum(decided) != possible
        broken = asked.without_last_rule(one)
        gap = asked.System(broken)
        holed = Diagrams(empty(), asked.choices_of(one), gap.gates)
        # The gap that the last rule leaves is what it decided.
        wrong += holed.count(holed.of(gap.questions()[0][1]) & holed.valid) != decided[-1]
        checks = len(wanted) + len(some) + 2
        best = asked.run(lambda: analyse()[0], given.seconds)[0]
        report.add("analysis", "diagrams and all answers, from Python", best, "ms", wrong, checks, possible=str(possible))

        def compare():
            manager = empty()
            start = time.perf_counter()
            systems = [asked.System(one, "a-"), asked.System(other, "b-")]
            gates = {gate: formula for system in systems for gate, formula in system.gates.items()}
            diagrams = Diagrams(manager, asked.choices_of(one, other), gates)
            found = diagrams.of(asked.differing(*systems)) & diagrams.valid
            number = diagrams.count(found)
            return (time.perf_counter() - start,), number, diagrams, found

        _, number, diagrams, found = compare()
        witness = diagrams.manager.pick(found, care_vars=list(diagrams.manager.vars))
        answers = {
            fact: choices[len(choices) - 1 - sum(witness[bit] << place for place, bit in enumerate(diagrams.bits[fact]))]
            for fact, choices in diagrams.choices.items()}
        here, there = one.situation(answers), other.situation(answers)
        wrong = not (one.can_be(here) and other.can_be(there) and one.outcome(here) != other.outcome(there))
        best = asked.run(lambda: compare()[0], given.seconds, 1)[0]
        how = f"with {other.name}: how many situations differ"
        report.add("comparison", how, best, "ms", int(wrong), 1, against=other.name, differ=str(number))
    report.finish()
    sys.stdout.flush()
    # Without the module's own tidying up, which complains of every diagram that is still in use.
    os._exit(0)


main()
