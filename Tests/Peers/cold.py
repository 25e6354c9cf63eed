"""One decision from a cold process: the program with `decide --facts`, and Cedar in Python, with the same facts."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import asked
import cedar


def milliseconds(command, times):
    found = []
    for _ in range(times + 1):
        start = time.perf_counter()
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=asked.ROOT).stdout
        found.append((time.perf_counter() - start) * 1e3)
    return min(found[1:]), json.loads(said)


def main():
    given = asked.arguments(__doc__)
    program = os.environ.get("DISCRETION", str(asked.ROOT / ".build" / "release" / "discretion"))
    one = asked.policy(given.policy)
    # One that a later rule decides.
    situation, expected = max(asked.checked(one, 200), key=lambda found: found[1])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "policy.cedar").write_text(cedar.translation(one), encoding="utf-8")
        (folder / "named.json").write_text(json.dumps({"facts": one.answers(situation)}), encoding="utf-8")
        (folder / "typed.json").write_text(json.dumps({"facts": cedar.context(one, situation)}), encoding="utf-8")
        once = pathlib.Path(__file__).with_name("cedar_once.py")
        times = 5 if given.quick else 15
        theirs, said = milliseconds([sys.executable, once, folder / "policy.cedar", folder / "typed.json"], times)
        wrong = said["rule"] != expected
        report, more = asked.Report(f"Cedar (cedarpy {asked.version('cedarpy')})"), {}
        try:
            ours, said = milliseconds(
                [program, "decide", "--policy", one.name, "--facts", folder / "named.json", "--json"], times)
            if said["rule"] != one.rules[expected][0]:
                sys.exit(f"the program decides by {said['rule']}, the second reader by {one.rules[expected][0]}")
            more = {"ours": ours}
        except (OSError, subprocess.CalledProcessError) as error:
            report.skip("cold-start", f"the program's cold start: {type(error).__name__}")
    report.add("cold-start", "a Python process", theirs, "ms", int(wrong), 1, **more)
    report.finish()


main()
