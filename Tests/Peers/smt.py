"""Z3 and cvc5: the analysis and the comparison as one SMT-LIB text of Booleans, read and solved in this process.

A yes-or-no question is one Boolean; another is one Boolean an answer, exactly one of which is true."""
import time

import asked


class Text:
    def __init__(self, systems):
        self.choices = asked.choices_of(*(system.policy for system in systems))
        self.names = {gate: f"g{at}" for at, gate in enumerate(gate for system in systems for gate in system.gates)}
        self.lines, self.of_choice = [], {}
        for at, (fact, names) in enumerate(self.choices.items()):
            if names == ["yes", "no"]:
                self.of_choice[fact] = {"yes": f"f{at}", "no": f"(not f{at})"}
                self.lines.append(f"(declare-const f{at} Bool)")
            else:
                of = self.of_choice[fact] = {name: f"f{at}-{number}" for number, name in enumerate(names)}
                each = list(of.values())
                self.lines += [f"(declare-const {one} Bool)" for one in each]
                self.lines.append(f"(assert (or {' '.join(each)}))")
                self.lines += [
                    f"(assert (not (and {one} {two})))" for number, one in enumerate(each) for two in each[:number]]
        for system in systems:
            for gate, formula in system.gates.items():
                self.define(self.names[gate], formula)

    def define(self, name, formula):
        self.lines.append(f"(declare-const {name} Bool)(assert (= {name} {self.text(formula)}))")

    def text(self, formula):
        kind = formula[0]
        if kind == "gate":
            return self.names[formula[1]]
        if kind == "not":
            return f"(not {self.text(formula[1])})"
        if kind == "always":
            return "true"
        if kind == "in":
            parts = [self.of_choice[formula[1]][choice] for choice in self.choices[formula[1]] if choice in formula[2]]
            kind = "or"
        else:
            parts = [self.text(part) for part in formula[1:]]
        if len(parts) == 1:
            return parts[0]
        return f"({kind} {' '.join(parts)})" if parts else str(kind == "and").lower()

    def ask(self, formulas):
        for at, formula in enumerate(formulas):
            self.define(f"q{at}", formula)
        self.lines += [f"(check-sat-assuming (q{at}))" for at in range(len(formulas))]
        return self

    def whole(self):
        return "\n".join(["(set-logic QF_UF)", *self.lines]) + "\n"


def ready_z3():
    """A function that solves one text, in a context that is there already."""
    import z3

    context = z3.Context()
    return lambda text: z3.Z3_eval_smtlib2_string(context.ref(), text).split()


def ready_cvc5():
    import cvc5

    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setOption("incremental", "true")
    parser = cvc5.InputParser(solver)

    def solve(text):
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "policy")
        said = []
        while not (command := parser.nextCommand()).isNull():
            said += command.invoke(solver, parser.getSymbolManager()).split()
        return said

    return solve


def decisions(system, one, some):
    """One question a situation: is it decided by another rule than the second reader says? None may be."""
    text = Text([system])
    facts = [
        ("and", *(("in", fact, {choices[value]}) for fact, choices, value in zip(one.facts, one.choices, situation)))
        for situation, _ in some]
    return text.ask([
        ("and", known, asked.negated(system.decides[rule])) for known, (_, rule) in zip(facts, some)]).whole()


def main():
    given = asked.arguments(__doc__, solver=SOLVERS)
    one, other = asked.policy(given.policy), asked.policy(given.against)
    package, name, ready = SOLVERS[given.solver]
    report = asked.Report(f"{name} {asked.version(package)}")

    def asking(systems, formulas):
        solve = ready()
        start = time.perf_counter()
        text = Text(systems).ask(formulas).whole()
        built = time.perf_counter()
        said = solve(text)
        return said, (built - start, time.perf_counter() - built)

    def analyse():
        system = asked.System(one)
        return asking([system], [formula for _, formula, _ in system.questions()])

    wanted = ["sat" if want else "unsat" for _, _, want in asked.System(one).questions()]
    wrong = sum(said != want for said, want in zip(analyse()[0], wanted, strict=True))
    some = asked.checked(one)
    said = ready()(decisions(asked.System(one), one, some))
    wrong += sum(word != "unsat" for word in said) + (len(said) != len(some))
    broken = asked.System(asked.without_last_rule(one))
    wrong += asking([broken], [broken.questions()[0][1]])[0] != ["sat"]
    checks = len(wanted) + len(some) + 1
    translating, solving = asked.run(lambda: analyse()[1], given.seconds)
    report.add("analysis", "reading and solving", solving, "ms", wrong, checks)
    report.add("analysis", "with the translation, in Python", translating + solving, "ms", wrong, checks)

    def compare():
        systems = [asked.System(one, "a-"), asked.System(other, "b-")]
        return asking(systems, [asked.differing(*systems)])

    wrong = compare()[0] != ["sat"]
    solving = asked.run(lambda: compare()[1], given.seconds)[1]
    how = f"with {other.name}: whether any situation differs, no count; reading and solving"
    report.add("comparison", how, solving, "ms", int(wrong), 1, against=other.name)
    report.finish()


SOLVERS = {"z3": ("z3-solver", "Z3", ready_z3), "cvc5": ("cvc5", "cvc5", ready_cvc5)}

main()
