"""Drools, and plain Java beside it, in a small Java program of its own: no crossing into Python is counted.

Each rule is a pattern with one predicate and a salience, as Drools' own executable model writes them; the first to
fire decides, and only one is fired. `stateful` puts a situation into a session that stays, fires, and takes it out;
`fresh` opens a session for every decision. The jars come out of the wheel `drools_jpy`, which is not imported."""
import importlib.metadata
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import asked


def java(condition, one, of="one"):
    kind = condition[0]
    if kind == "always":
        return "true"
    if kind == "not":
        return f"!{java(condition[1], one, of)}"
    if kind == "in":
        place = one.place[condition[1]]
        values = [number for number, choice in enumerate(one.choices[place]) if choice in condition[2]]
        if one.choices[place] == ["yes", "no"]:
            return {(0,): f"{of}.f{place}", (1,): f"!{of}.f{place}"}.get(tuple(values), "true")
        return "(" + (" || ".join(f"{of}.f{place} == {value}" for value in values) or "false") + ")"
    joined = {"and": " && ", "or": " || "}[kind].join(java(part, one, of) for part in condition[1:])
    return f"({joined})" if joined else str(kind == "and").lower()


def source(one):
    yes_no = [choices == ["yes", "no"] for choices in one.choices]
    fields = [f"        final {'boolean' if yes else 'int'} f{place};" for place, yes in enumerate(yes_no)]
    taken = [f"            f{place} = of[{place}]{' == 0' if yes else ''};" for place, yes in enumerate(yes_no)]
    conditions = [f"            one -> {java(when, one)}" for _, when, _ in one.rules]
    chain = [f"        if ({java(when, one)}) return {number};" for number, (_, when, _) in enumerate(one.rules)]
    return "\n".join([
        "import java.util.List;", "import org.drools.model.functions.Predicate1;", "final class Policy {",
        "    public static final class Situation {", "        int decidedBy;", *fields,
        "        Situation(int[] of) {", *taken, "        }", "    }",
        "    static List<Predicate1<Situation>> conditions() {", "        return List.of(", ",\n".join(conditions) + ");", "    }",
        "    static int decide(Situation one) {", *chain, "        return -1;", "    }", "}", ""])


def jar():
    for file in importlib.metadata.files("drools_jpy") or []:
        if file.suffix == ".jar":
            return str(file.locate())
    sys.exit("the wheel of drools_jpy holds no jar")


def version(path):
    with zipfile.ZipFile(path) as archive:
        about = archive.read("META-INF/maven/org.drools/drools-core/pom.properties").decode()
    return re.search(r"version=(\S+)", about)[1]


def main():
    given = asked.arguments(__doc__)
    one, drools = asked.policy(given.policy), jar()
    some = asked.checked(one)
    some += [(situation, one.rule(situation)) for situation in asked.situations(one, 8192 if given.quick else 65536)]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "Policy.java").write_text(source(one), encoding="utf-8")
        (folder / "situations").write_text(
            "".join(f"{rule} {' '.join(map(str, situation))}\n" for situation, rule in some), encoding="utf-8")
        harness = pathlib.Path(__file__).with_name("Harness.java")
        subprocess.run(
            ["javac", "-nowarn", "-proc:none", "-cp", drools, "-d", folder, folder / "Policy.java", harness], check=True)
        said = subprocess.run(
            ["java", "-XX:+UseSerialGC", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
             "-cp", f"{folder}:{drools}", "Harness", folder / "situations", str(asked.CHECKED), str(given.seconds)],
            check=True, stdout=subprocess.PIPE, text=True).stdout
    names = {
        "stateful": (f"Drools {version(drools)}", "a session that stays"),
        "fresh": (f"Drools {version(drools)}", "a fresh session each"),
        "java": ("plain Java", "a chain of ifs, compiled by the virtual machine")}
    report = asked.Report("")
    for line in said.splitlines():
        name, wrong, best, median = line.split()
        report.peer, how = names[name]
        report.add("decide", how, float(best), "ns", int(wrong), asked.CHECKED, median=float(median))
    report.finish()


main()
