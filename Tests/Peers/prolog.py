"""SWI-Prolog: each policy as one compiled clause, a chain of if-then-else over the answers, asked in a loop inside
Prolog. The time of the same loop with a clause that does nothing is taken off."""
import pathlib
import subprocess
import tempfile

import asked

LOOP = """
walk([], _).
walk([S|Rest], Decide) :- call(Decide, S, _), walk(Rest, Decide).
again(0, _, _) :- !.
again(N, All, Decide) :- \\+ \\+ walk(All, Decide), M is N - 1, again(M, All, Decide).
seconds(Times, All, Decide, Seconds) :-
    statistics(cputime, Before), again(Times, All, Decide), statistics(cputime, After), Seconds is After - Before.
check([], [], Wrong, Wrong).
check([S|Rest], [R|Expected], Before, Wrong) :-
    ( decide(S, R) -> Now = Before ; Now is Before + 1 ), check(Rest, Expected, Now, Wrong).
best(Round, Rounds, _, _, Best, Best) :- Round > Rounds, !.
best(Round, Rounds, Times, All, Best0, Best) :-
    seconds(Times, All, nothing, Idle), seconds(Times, All, decide, Busy), length(All, Number),
    Each is (Busy - Idle) * 1.0e9 / (Times * Number),
    ( Round =:= 0 -> Best1 = Best0 ; Best1 is min(Best0, Each) ),
    Next is Round + 1, best(Next, Rounds, Times, All, Best1, Best).
main :-
    checked(Some, Expected), check(Some, Expected, 0, Wrong),
    timed(All), seconds(1, All, decide, _), seconds(1, All, decide, Once),
    round_seconds(Wanted), Times is max(1, ceiling(Wanted / max(Once, 0.001))),
    best(0, 4, Times, All, 1.0e12, Best), format("~d ~3f~n", [Wrong, Best]).
"""


def text(condition, one):
    kind = condition[0]
    if kind == "always":
        return "true"
    if kind == "not":
        return f"\\+ {text(condition[1], one)}"
    if kind == "in":
        place = one.place[condition[1]]
        values = [number for number, choice in enumerate(one.choices[place]) if choice in condition[2]]
        others = len(one.choices[place]) - len(values)
        if others == 1:
            return f"A{place} \\== {next(number for number in range(len(one.choices[place])) if number not in values)}"
        return "(" + " ; ".join(f"A{place} == {value}" for value in values) + ")" if values else "fail"
    joined = {"and": " , ", "or": " ; "}[kind].join(text(part, one) for part in condition[1:])
    return f"({joined})" if joined else {"and": "true", "or": "fail"}[kind]


def term(situation):
    return f"s({','.join(map(str, situation))})"


def program(one, checked, timed, seconds):
    answers = ",".join(f"A{place}" for place in range(len(one.facts)))
    chain = "\n    ; ".join(f"{text(when, one)} -> R = {number}" for number, (_, when, _) in enumerate(one.rules))
    return "\n".join([
        ":- style_check(-singleton).", f"decide(s({answers}), R) :-", f"    ( {chain}\n    ; R = -1 ).", "nothing(_, _).",
        f"round_seconds({seconds}).",
        f"checked([{','.join(term(situation) for situation, _ in checked)}], [{','.join(str(rule) for _, rule in checked)}]).",
        f"timed([{','.join(map(term, timed))}]).", LOOP])


def main():
    given = asked.arguments(__doc__)
    one = asked.policy(given.policy)
    number = 4096 if given.quick else 16384
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "policy.pl"
        file.write_text(program(one, asked.checked(one), asked.situations(one, number), given.seconds), encoding="utf-8")
        said = subprocess.run(
            ["swipl", "-O", "--stack-limit=4g", "-g", "main", "-t", "halt", str(file)],
            check=True, stdout=subprocess.PIPE, text=True).stdout
    version = subprocess.run(["swipl", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()[2]
    wrong, best = said.split()
    report = asked.Report(f"SWI-Prolog {version}")
    report.add("decide", "inside Prolog, its loop taken off", float(best), "ns", int(wrong), asked.CHECKED)
    report.finish()


main()
