"""Procedures through the front door: every one can be walked to its end, and every refusal of every one refuses."""
import concurrent.futures
import html
import itertools
import random
import re
import shutil
import subprocess

import pytest
import yaml
from playwright.sync_api import sync_playwright

from conftest import PROGRAM, ROOT, Site
from test_pages import Inspection, Reader, told

FOLDER = ROOT / "Content" / "procedures"
#: Everything is read as text: to this reader of YAML, yes and no would be truth values.
PROCEDURES = {f.stem: yaml.load(f.read_text(), yaml.BaseLoader) for f in sorted(FOLDER.glob("*.yaml"))}
CHOICES = {"yes-no", "one-of"}


# Conditions, read by another reader than the program's.

def holds(condition, facts):
    """Whether a condition holds: True, False, or None where an unknown answer matters."""
    words = re.findall(r"[()]|[^\s()]+", condition)

    def either():
        parts = [both()]
        while words and words[0] == "or":
            words.pop(0)
            parts.append(both())
        return True if True in parts else None if None in parts else False

    def both():
        parts = [one()]
        while words and words[0] == "and":
            words.pop(0)
            parts.append(one())
        return False if False in parts else None if None in parts else True

    def one():
        word = words.pop(0)
        if word == "not":
            inner = one()
            return None if inner is None else not inner
        if word == "(":
            inner = either()
            words.pop(0)
            return inner
        if word == "always":
            return True
        wanted, turned = {"yes"}, False
        if words and words[0] == "is":
            words.pop(0)
            if words[0] == "not":
                words.pop(0)
                turned = True
            wanted = {words.pop(0)}
            # `or` goes on with values as long as no other condition begins.
            while len(words) > 1 and words[0] == "or" and words[1] != "(" and words[1] != "not" and (len(words) < 3 or words[2] != "is"):
                words.pop(0)
                wanted.add(words.pop(0))
        value = facts.get(word)
        return None if value is None else (value in wanted) != turned

    return either()


def fields_of(step):
    return step["fields"]


class Plan:
    """Answers to a procedure, and what follows from them."""

    def __init__(self, procedure, answers):
        self.procedure, self.answers = procedure, answers

    def facts(self, until=None):
        """What conditions see once the steps up to one are answered."""
        facts, reached = {}, True
        for step in self.procedure["steps"]:
            shown = holds(step["when"], facts) is not False if "when" in step else True
            for field in fields_of(step):
                given = reached and shown and ("when" not in field or holds(field["when"], facts) is not False)
                answer = self.answers.get(field["field"], "") if given else ""
                if field["kind"] in CHOICES:
                    facts[field["field"]] = answer or None
                elif field["kind"] == "checklist":
                    facts[field["field"]] = "complete" if answer else "incomplete"
                else:
                    facts[field["field"]] = "given" if answer else "missing"
            if step["step"] == until:
                reached = False
        return facts

    def steps(self):
        facts = self.facts()
        return [s for s in self.procedure["steps"] if "when" not in s or holds(s["when"], facts) is not False]

    def stops(self, step):
        facts = self.facts(step["step"])
        return [r["refusal"] for r in step.get("refuses", []) if holds(r["when"], facts) is not False]

    def closing(self):
        facts = self.facts()
        return [r["refusal"] for r in self.procedure.get("refuses", []) if holds(r["when"], facts) is not False]

    def ends(self):
        when = self.procedure["closes"].get("when", "always")
        return not any(self.stops(s) for s in self.steps()) and not self.closing() and holds(when, self.facts()) is True


def guesses(procedure):
    """Many ways to answer a procedure, always the same ones."""
    chance = random.Random(procedure["procedure"])
    fields = [f for s in procedure["steps"] for f in fields_of(s)]

    def choices(field):
        if field["kind"] == "yes-no":
            return ["yes", "no"]
        if field["kind"] == "one-of":
            return [c["choice"] for c in field["choices"]]
        return ["filled", ""] if field.get("optional") == "yes" else ["filled"]

    spaces = [choices(f) for f in fields]
    count = 1
    for space in spaces:
        count *= len(space)
    ways = itertools.product(*spaces) if count <= 30000 else ([chance.choice(s) for s in spaces] for _ in range(60000))
    for way in ways:
        yield Plan(procedure, dict(zip([f["field"] for f in fields], way)))


def plan_to_end(procedure):
    return next(p for p in guesses(procedure) if p.ends())


def plan_to_refusal(procedure, refusal):
    for plan in guesses(procedure):
        for step in plan.steps():
            stops = plan.stops(step)
            if refusal in stops:
                return plan, step["step"]
            if stops:
                break
        else:
            if refusal in plan.closing():
                return plan, None
    raise AssertionError(f"no answers bring about {refusal}")


# Walking.

@pytest.fixture(scope="module")
def door(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("procedures") / "demo"
    shutil.copytree(seed, folder)
    one = Site(folder).start()
    one.me, one.manager = one.browser(), one.browser("manager@demo.example")
    one.person = None
    yield one
    one.kill()


def somebody(site):
    """A person that the practitioner works with, registered once."""
    if not site.person:
        name = f"Procedura Testwell {site.port}"
        page = site.me.post("/people/new", {"name": name, "reference": f"T-{site.port}"})
        if "/people/new" in page.url:
            fields = site.me.fields(page.text, "/people/new")
            page = site.me.session.post(site.address + "/people/new", data={**fields, "how": "other", "why": "Looked"})
        found = re.search(r"/people/([0-9a-z]{16})", page.url)
        assert found, page.text
        site.person = found.group(1)
    return site.person


def begin(site, name, client=None):
    client = client or site.me
    about = f"&person={somebody(site)}" if PROCEDURES[name]["about-person"] == "required" else ""
    page = client.get(f"/procedures/start?name={name}{about}").text
    answer = client.session.post(site.address + "/procedures/start", data=client.fields(page, "/procedures/start"))
    found = re.search(r"/procedures/runs/([0-9a-z]{16})$", answer.url)
    assert found, answer.text
    return found.group(1)


def form(step, plan, page):
    """What somebody types into a step."""
    sent = {}
    for field in fields_of(step):
        name, answer = field["field"], plan.answers.get(field["field"], "")
        if not answer:
            continue
        if field["kind"] == "checklist":
            sent.update({f"{name}.{item['item']}": "yes" for item in field["items"]})
        elif field["kind"] == "date":
            sent.update({f"{name}-day": "27", f"{name}-month": "March", f"{name}-year": "2027"})
        elif field["kind"] in ("practitioner", "contact"):
            found = re.search(rf'<select[^>]*name="{name}".*?<option value="([^"]+)"', page, re.S)
            assert found, f"nobody to choose for {name}"
            sent[name] = found.group(1)
        else:
            sent[name] = answer if field["kind"] in CHOICES else f"Written for {name}"
    return sent


def do(site, run, step, plan, client=None):
    """Does a step, and reads what it warns of. Gives the page that follows."""
    client = client or (site.manager if "other-than" in step else site.me)
    path = f"/procedures/runs/{run}/steps/{step['step']}"
    page = client.get(path)
    assert page.status_code == 200 and f'action="{path}"' in page.text, page.text
    answer = client.session.post(site.address + path, data={**client.fields(page.text, path), **form(step, plan, page.text)})
    if answer.url.endswith("/warning"):
        assert "Read this before you go on" in answer.text
        answer = client.session.post(answer.url, data=client.fields(answer.text, path + "/warning"))
    return answer


def close(site, run, client=None):
    client = client or site.me
    path = f"/procedures/runs/{run}/check"
    page = client.get(path).text
    read = {name: "yes" for name in re.findall(r'name="([a-z0-9-]+\.read)"', page)}
    return client.session.post(site.address + path, data={**client.fields(page, path), **read})


def words(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("name", PROCEDURES)
def test_it_can_be_walked_to_its_end(door, name):
    procedure, plan = PROCEDURES[name], plan_to_end(PROCEDURES[name])
    run = begin(door, name)
    before = [(d["kind"], d["state"]) for d in door.opened("duty", "record = ?", f"procedure_run/{run}")]
    assert (procedure["deadline"]["duty"], "open") in before
    for step in plan.steps():
        answer = do(door, run, step, plan)
        assert answer.url.endswith(f"/procedures/runs/{run}"), words(answer.text)
    answer = close(door, run)
    assert f"Closed: {procedure['title']}" in words(answer.text) and procedure["closes"]["words"] in words(answer.text)
    assert {d["state"] for d in door.opened("duty", "record = ?", f"procedure_run/{run}")} == {"done"}
    # It is read and no longer written.
    first = plan.steps()[0]
    path = f"/procedures/runs/{run}/steps/{first['step']}"
    assert door.me.get(path).url.endswith(f"/procedures/runs/{run}")
    token = re.search(r'name="token" value="([0-9a-f]+)"', answer.text).group(1)
    before = door.opened("procedure_run", "id = ?", run)[0]
    door.me.session.post(door.address + path, data={"token": token, **form(first, plan, "")} if not any(
        f["kind"] == "practitioner" for f in fields_of(first)) else {"token": token})
    assert door.opened("procedure_run", "id = ?", run)[0] == before
    for given in procedure.get("gives", []):
        if holds(given["when"], plan.facts()):
            assert "What this answers for later decisions" in words(answer.text)
    for letter in procedure.get("letters", []):
        printed = words(door.me.get(f"/procedures/runs/{run}/letters/{letter['letter']}").text)
        texts = [f for s in procedure["steps"] for f in s["fields"] if f["kind"] in ("text", "long-text")]
        for place, field in letter["fill"].items():
            if any(f["field"] == field for f in texts):
                assert f"Written for {field}" in printed, place
        assert "……………………" not in printed and "Private and confidential" in printed


REFUSALS = [
    (name, r["refusal"], r) for name, p in PROCEDURES.items()
    for r in [*(r for s in p["steps"] for r in s.get("refuses", [])), *p.get("refuses", [])]]


@pytest.mark.parametrize("name, refusal, said", REFUSALS, ids=[f"{n}-{r}" for n, r, _ in REFUSALS])
def test_every_refusal_refuses(door, name, refusal, said):
    plan, at = plan_to_refusal(PROCEDURES[name], refusal)
    run = begin(door, name)
    for step in plan.steps():
        answer = do(door, run, step, plan)
        if step["step"] == at:
            assert answer.url.endswith(f"/steps/{at}/stop"), words(answer.text)
            break
        assert answer.url.endswith(f"/procedures/runs/{run}"), words(answer.text)
    if at is None:
        answer = close(door, run)
        assert answer.url.endswith("/not-yet"), words(answer.text)
    assert said["words"] in words(answer.text) and said["way-out"] in words(answer.text)
    assert 'href="/urgent"' in answer.text.split("<main")[1] and "Because of" in answer.text
    # Nothing went on: the step is not done, the run is open, its answers are kept, and that it was stopped is on record.
    kept = door.opened("procedure_run", "id = ?", run)[0]
    content = __import__("json").loads(kept["content"])
    assert kept["state"] == "open" and at not in [d["step"] for d in content["done"]]
    assert refusal in [s["what"] for s in content["stopped"]]
    if at:
        assert any(content["answers"].get(f["field"]) for s in plan.steps() if s["step"] == at for f in s["fields"])
        assert not door.me.get(f"/procedures/runs/{run}/check").url.endswith("/check")


def test_nobody_checks_their_own_work(door):
    procedure, plan = PROCEDURES["bulk-post"], plan_to_end(PROCEDURES["bulk-post"])
    pack, second, sent = procedure["steps"]
    run = begin(door, "bulk-post")
    path = f"/procedures/runs/{run}/steps/second-check"
    assert "This step cannot start yet" in door.me.get(path).text
    do(door, run, pack, plan)
    page = door.me.get(path)
    assert "Somebody else must do this step" in page.text and "001 §11 Post" in page.text
    token = re.search(r'name="token" value="([0-9a-f]+)"', page.text).group(1)
    packing = f"/procedures/runs/{run}/steps/pack"
    seen = door.me.fields(door.me.get(packing).text, packing)["seen"]
    assert "This step cannot start yet" in door.me.get(f"/procedures/runs/{run}/steps/sent").text
    answer = door.me.session.post(door.address + path, data={"token": token, "seen": seen, **form(second, plan, "")})
    assert "Somebody else must do this step" in answer.text
    assert do(door, run, second, plan, door.manager).url.endswith(run)
    # What the first person changes afterwards, the second looks at again.
    plan.answers["batch"] = "changed"
    page = door.me.get(f"/procedures/runs/{run}/steps/pack").text
    door.me.session.post(door.address + f"/procedures/runs/{run}/steps/pack", data={
        **door.me.fields(page, f"/procedures/runs/{run}/steps/pack"), **form(pack, plan, page), "how-many": "Nine now"})
    assert "This step cannot start yet" in door.me.get(f"/procedures/runs/{run}/steps/sent").text
    do(door, run, second, plan, door.manager)
    do(door, run, sent, plan)
    assert "Check and close" in door.me.get(f"/procedures/runs/{run}").text


def test_nothing_is_said_before_it_is_known_to_whom(door):
    run = begin(door, "telephone-in")
    page = door.me.get(f"/procedures/runs/{run}")
    assert page.text.count("Cannot start yet") == 6
    # The steps of a plan may be taken in any order.
    run = begin(door, "refusal-support-plan")
    assert "Cannot start yet" not in door.me.get(f"/procedures/runs/{run}").text


def test_answers_are_kept_when_something_is_missing_or_left_for_later(door):
    run = begin(door, "post")
    path = f"/procedures/runs/{run}/steps/recipient"
    page = door.me.get(path).text
    answer = door.me.session.post(door.address + path, data={**door.me.fields(page, path), "address": "Somewhere <i>old</i>"})
    assert answer.status_code == 422 and "There is a problem" in answer.text and "Somewhere &lt;i&gt;old&lt;/i&gt;" in answer.text
    answer = door.me.session.post(door.address + path, data={**door.me.fields(page, path), "address": "An old house", "later": "yes"})
    assert answer.url.endswith(run) and "In progress" in answer.text
    assert "An old house" in door.me.get(path).text
    assert door.me.get(f"/procedures/runs/{run}/check").url.endswith(run)


def test_what_somebody_else_changed_is_not_written_over_and_twice_is_once(door):
    plan = plan_to_end(PROCEDURES["bulk-post"])
    run, step = begin(door, "bulk-post"), PROCEDURES["bulk-post"]["steps"][0]
    path = f"/procedures/runs/{run}/steps/pack"
    page = door.me.get(path).text
    mine = {**door.me.fields(page, path), **form(step, plan, page)}
    theirs = door.manager.get(path).text
    assert door.me.session.post(door.address + path, data=mine).url.endswith(run)
    # The same once more goes on quietly.
    before = door.opened("procedure_run", "id = ?", run)[0]
    assert door.me.session.post(door.address + path, data=mine).url.endswith(run)
    assert door.opened("procedure_run", "id = ?", run)[0] == before
    # Something else from an old page is shown again with what was typed.
    answer = door.manager.session.post(door.address + path, data={
        **door.manager.fields(theirs, path), **form(step, plan, theirs), "batch": "Theirs"})
    assert "Somebody changed this while you were writing" in answer.text and 'value="Theirs"' in answer.text
    assert door.opened("procedure_run", "id = ?", run)[0] == before
    # Beginning twice at once begins once.
    page = door.me.get("/procedures/start?name=message").text
    fields = door.me.fields(page, "/procedures/start")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: door.me.session.post(door.address + "/procedures/start", data=fields).url, range(2)))
    assert len(set(answers)) == 1 and fields["once"] in answers[0]
    assert len(door.opened("duty", "record = ?", f"procedure_run/{fields['once']}")) == 1


def test_who_may_see_and_begin(door):
    about = begin(door, "duress")
    other = door.browser("farida.thistlewood@demo.example")
    assert other.get(f"/procedures/runs/{about}").status_code == other.get("/procedures/runs/0000000000000000").status_code == 404
    assert other.get(f"/people/{somebody(door)}/procedures").status_code == 404
    assert other.get(f"/procedures/start?name=duress&person={somebody(door)}").status_code == 404
    assert "Choose the person first" in door.me.get("/procedures/start?name=duress").text
    assert door.me.get("/procedures/start?name=nothing").status_code == 404
    assert door.me.get("/procedures/start?name=post&of=disclosure/0000000000000000").status_code == 404
    assert door.me.get("/procedures/start?name=post&of=sharing_request/0000000000000000").status_code == 404
    auditor = door.browser("auditor@demo.example")
    assert "Somebody else begins this" in auditor.get("/procedures/start?name=message").text
    assert auditor.get(f"/procedures/runs/{about}").status_code == 200
    assert "This step is for others" in auditor.get(f"/procedures/runs/{about}/steps/alone").text
    mine = door.me.get(f"/people/{somebody(door)}/procedures").text
    assert f'href="/procedures/runs/{about}"' in mine and "Begin one" in mine


def test_what_was_begun_by_mistake_is_ended_with_a_reason(door):
    run = begin(door, "message")
    path = f"/procedures/runs/{run}/end"
    page = door.me.get(path).text
    answer = door.me.session.post(door.address + path, data=door.me.fields(page, path))
    assert answer.status_code == 422 and "Say why this is ended" in answer.text
    answer = door.me.session.post(door.address + path, data={**door.me.fields(page, path), "why": "Begun twice"})
    assert "ended without going through it" in answer.text and "Begun twice" in answer.text
    assert {d["state"] for d in door.opened("duty", "record = ?", f"procedure_run/{run}")} == {"done"}
    # A removal that has begun is not got rid of that way.
    plan, run = plan_to_end(PROCEDURES["transport-records"]), begin(door, "transport-records")
    do(door, run, PROCEDURES["transport-records"]["steps"][0], plan)
    assert "can no longer be ended" in door.me.get(f"/procedures/runs/{run}/end").text


def test_a_removal_is_on_the_list_of_work_until_it_is_back(door):
    plan, run = plan_to_end(PROCEDURES["transport-records"]), begin(door, "transport-records")
    duties = door.opened("duty", "record = ?", f"procedure_run/{run}")
    assert [(d["kind"], d["state"]) for d in duties] == [("procedure", "open")] and duties[0]["due"] > duties[0]["begun"]


def test_a_step_with_a_time_of_its_own_is_owed_until_it_is_done(door):
    procedure = PROCEDURES["telephone-in"]
    plan = next(p for p in guesses(procedure) if p.ends() and p.answers["may-give"] == "doubt")
    run = begin(door, "telephone-in")
    kinds = lambda: {(d["kind"], d["state"]) for d in door.opened("duty", "record = ?", f"procedure_run/{run}")}
    assert ("call-back", "open") not in kinds()
    for step in plan.steps():
        if step["step"] == "ring-back":
            assert ("call-back", "open") in kinds()
        do(door, run, step, plan)
    assert ("call-back", "done") in kinds() and ("procedure", "open") in kinds()


def test_an_old_edition_stays_as_it_was(seed, tmp_path):
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    folder = tmp_path / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder, "--content", content).start()
    site.me, site.manager, site.person = site.browser(), site.browser("manager@demo.example"), None
    plan = plan_to_end(PROCEDURES["message"])
    run = begin(site, "message")
    do(site, run, PROCEDURES["message"]["steps"][0], plan)
    site.stop()
    file = content / "procedures" / "message.yaml"
    file.write_text(file.read_text().replace('version: "1"', 'version: "2"').replace("What did you say or write, word for word?", "What did you leave?"))
    site.start()
    try:
        site.me = site.browser()
        page = site.me.get(f"/procedures/runs/{run}").text
        assert "The procedure has changed since this was begun" in page and "Version 1" in page
        assert "What did you say or write, word for word?" in site.me.get(f"/procedures/runs/{run}/steps/left").text
        do(site, run, PROCEDURES["message"]["steps"][1], plan)
        closed = close(site, run).text
        assert "What did you say or write, word for word?" in closed and "Version 1" in closed
        later = begin(site, "message")
        do(site, later, PROCEDURES["message"]["steps"][0], plan)
        assert "What did you leave?" in site.me.get(f"/procedures/runs/{later}/steps/left").text
        assert "has changed since" not in site.me.get(f"/procedures/runs/{later}").text
    finally:
        site.kill()
    # And what is gone altogether is still read.
    file.unlink()
    site.start()
    try:
        assert "What did you say or write, word for word?" in site.browser().get(f"/procedures/runs/{run}").text
    finally:
        site.kill()


#: What is put in the place of what in a sound file, the line on which the fault is named, and what is said of it.
BROKEN = [
    ('title: "Leave a message"', 'titel: "Leave a message"', "`titel` is not known here\n  help: did you mean `title`?"),
    ("kind: long-text", "kind: longtext", "there is no `kind` `longtext`\n  help: did you mean `long-text`?"),
    ("when: would-embarrass is yes", "when: would-embaras is yes", "did you mean `would-embarrass`?"),
    ("when: says-confidence is yes", "when: says-confidence is yes and says-confidence is no", "this can never hold"),
    ("when: mobile-cleared is no", "when: mobile-cleared is maybe", "maybe"),
    ("step: left", "step: think", "there is already a step `think`"),
    ("field: words-left", "field: by", "there is already a field `by`"),
    ("field: words-left", "field: recipient", "`recipient` is a question of the vocabulary already"),
    ('because: ["001 §11 Telephones"]\n    fields', 'because: ["009 §11"]\n    fields', "`009 §11` cites no declared source"),
    ("duty: procedure", "duty: proceed", "there is no duty `proceed`"),
    ("within: 1 working days", "within: soon", "`soon` is no span of time"),
    ("who: [practitioner, manager, governance]", "who: []", "nobody may do this"),
    ("who: [practitioner, manager, governance]", "who: [practitioners]", "there is no role `practitioners`\n  help: did you mean `practitioner`?"),
    ('title: "What you left"', 'title: "What you left"\n    other-than: thinks', "there is no earlier step `thinks`\n  help: did you mean `think`?"),
    ('title: "Before you leave it"', 'title: "Before you leave it"\n    when: mobile-cleared is yes', "so this would wait for itself"),
    ('title: "What you left"', 'title: "What you left"\n    when: by is voicemail and by is text-message', "this can never hold"),
    ("about-person: optional", "about-person: maybe", "there is no `about-person` `maybe`"),
    ("closes:\n", "letters: [{letter: none-such, fill: {}}]\ncloses:\n", "there is no letter `none-such`"),
    ("closes:\n", "gives: [{fact: can-decied, is: yes, when: always}]\ncloses:\n", "there is no question `can-decied`\n  help: did you mean `can-decide`?"),
    ("closes:\n", "gives: [{fact: can-decide, is: perhaps, when: always}]\ncloses:\n", "there is no answer `perhaps`"),
    ("procedure: message", "procedure: massage", "the file holds the procedure `massage`"),
    ('words: "The message is on record.', 'way: "The message is on record.', "`words` is missing"),
]


def test_every_fault_of_a_file_is_named_at_its_line_and_the_site_does_not_start(seed, tmp_path):
    sound = (FOLDER / "message.yaml").read_text()
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    lines = {}
    for number, (old, new, _) in enumerate(BROKEN):
        assert old in sound, old
        name = f"broken-{number:02}"
        broken = sound.replace(old, new, 1)
        if "procedure: massage" not in broken:
            broken = broken.replace("procedure: message", f"procedure: {name}", 1)
        lines[name] = sound[: sound.index(old)].count("\n") + 1
        (content / "procedures" / f"{name}.yaml").write_text(broken)
    (content / "procedures" / "broken-yaml.yaml").write_text('procedure: "no end')
    (content / "procedures" / "post.yaml").unlink()
    folder = tmp_path / "demo"
    shutil.copytree(seed, folder)
    ended = subprocess.run(
        [str(PROGRAM), "serve", "--demo", "--data", str(folder), "--address", "127.0.0.1:0", "--content", str(content)],
        capture_output=True, text=True, cwd=ROOT, timeout=60)
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert "procedures/broken-yaml.yaml:1" in said and "names the procedure `post`, which there is not" in said
    for number, (old, new, message) in enumerate(BROKEN):
        file = f"procedures/broken-{number:02}.yaml"
        own = "\n".join(re.findall(rf"^{re.escape(file)}:.*(?:\n  help:.*)?", said, re.M))
        assert message in own, f"{new}\n{own}"
        # At the line that is wrong, or one next to it where something is missing or was put in.
        numbers = [int(n) for n in re.findall(rf"^{re.escape(file)}:(\d+):", own, re.M)]
        if "massage" not in new:
            assert any(lines[f"broken-{number:02}"] <= n <= lines[f"broken-{number:02}"] + 2 for n in numbers), (new, own)


def test_its_pages_keep_the_rules(door):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        inspection = Inspection(door, browser)
        reader = Reader(inspection, "practitioner", "practitioner@demo.example")
        person = somebody(door)

        def see(name, path, **how):
            reader.go(path)
            reader.look(name, **how)

        see("the list", "/procedures")
        see("a procedure", "/procedures/capacity")
        see("beginning", "/procedures/start?name=bulk-post")
        see("not without a person", "/procedures/start?name=capacity")
        see("those about a person", f"/people/{person}/procedures")
        for name in ["refusal-support-plan", "bulk-post", "capacity", "interpreter-session", "transport-records"]:
            plan, run = plan_to_end(PROCEDURES[name]), begin(door, name)
            see(f"{name}, its steps", f"/procedures/runs/{run}")
            for step in plan.steps():
                if "other-than" in step:
                    see(f"{name}, somebody else", f"/procedures/runs/{run}/steps/{step['step']}")
                else:
                    see(f"{name}, {step['step']}", f"/procedures/runs/{run}/steps/{step['step']}", fresh=True)
                    reader.send_empty()
                    if reader.status == 422:
                        reader.look(f"{name}, {step['step']}, sent empty", sent_empty=True, refused=True)
                do(door, run, step, plan)
            see(f"{name}, all done", f"/procedures/runs/{run}")
            see(f"{name}, to check", f"/procedures/runs/{run}/check")
            close(door, run)
            see(f"{name}, closed", f"/procedures/runs/{run}")
            for letter in PROCEDURES[name].get("letters", []):
                see(f"{name}, a letter", f"/procedures/runs/{run}/letters/{letter['letter']}")
        plan, at = plan_to_refusal(PROCEDURES["message"], "carries-confidence")
        run = begin(door, "message")
        see("a step that cannot start yet", f"/procedures/runs/{run}/steps/left")
        see("ending it", f"/procedures/runs/{run}/end", fresh=True)
        reader.send_empty()
        reader.look("ending it without a reason", sent_empty=True, refused=True)
        do(door, run, PROCEDURES["message"]["steps"][0], plan)
        see("stopped", f"/procedures/runs/{run}/steps/think/stop")
        run = begin(door, "duress")
        page = door.me.get(f"/procedures/runs/{run}/steps/alone").text
        path = f"/procedures/runs/{run}/steps/alone"
        door.me.session.post(door.address + path, data={**door.me.fields(page, path), "seen-alone": "with-others", "interpreter-linked": "yes"})
        see("a warning", path + "/warning")
        plan, _ = plan_to_refusal(PROCEDURES["transport-records"], "still-out")
        run = begin(door, "transport-records")
        for step in plan.steps():
            do(door, run, step, plan)
        close(door, run)
        see("not to be closed", f"/procedures/runs/{run}/not-yet")
        browser.close()
    assert not inspection.found, "".join(f"\n{name}{told(found)}" for name, found in inspection.found.items())
    assert not inspection.violations, told(inspection.violations)
