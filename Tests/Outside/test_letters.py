"""Letters: what they promise, what they ask for, how hard they are to read, and how they come out on paper."""
import collections
import re

import pytest
import yaml

import reading_age
from conftest import ROOT, run

LETTERS = ROOT / "Content" / "letters"
ALL = sorted(path.relative_to(LETTERS).as_posix() for path in LETTERS.glob("*/*.txt"))
#: What the person reads themself.
FOR_THE_PERSON = ["telling", "where-it-went", "privacy-notice"]
#: Words that promise what nobody can keep (000 §4.1).
PROMISES = r"absolute(ly)?\b|complete(ly)? (secre|confidential|private)|total(ly)? (secre|confidential)|stays? (a )?secret|keep (it|this) (a )?secret|" \
    r"nobody (else )?will (ever )?(see|know|hear|read)|no one (else )?will (ever )?(see|know|hear|read)|never (tell|share|pass)|" \
    r"(will|shall) not (tell|share|pass)[a-z ]* (anyone|anybody)|guarantee|we promise|only (you and I|we) will know"


def text(name):
    return (LETTERS / name).read_text()


def body(name):
    return "\n".join(line for line in text(name).splitlines() if not line.startswith("%"))


@pytest.mark.parametrize("name", ALL)
def test_no_letter_promises_that_something_stays_secret(name):
    said = re.split(r"(?<=[.!?])\s+", " ".join(body(name).split()))
    # That nobody can promise it is what every notice must say.
    assert not [words for words in said if re.search(PROMISES, words, re.I) and not re.search(r"(cannot|can never|nobody [a-z ]*can|no one [a-z ]*can) promise", words, re.I)]


def test_the_promises_looked_for_are_recognised():
    for words in ["Nobody else will know.", "We will never tell your mother", "This is absolutely confidential.", "We promise that it stays a secret"]:
        assert re.search(PROMISES, words, re.I)


@pytest.mark.parametrize("name", ALL)
def test_every_letter_says_its_edition_its_clauses_and_what_it_asks_for(name):
    remarks = [line for line in text(name).splitlines() if line.startswith("%")]
    assert any(re.fullmatch(r"% edition: \d+", line) for line in remarks), "no edition"
    assert re.search(r"00[0-4] (§|Q|M|F-|App)", "\n".join(remarks)), "no clause"
    gaps = set(re.findall(r"\{\{\s*([a-z-]+)\s*\}\}", body(name)))
    declared = [line.removeprefix("% fields:") for line in remarks if line.startswith("% fields:")]
    assert gaps == {one.strip() for line in declared for one in line.split(",") if one.strip()}


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith("/en.txt")])
def test_every_gap_of_a_letter_is_filled_by_the_pages_that_print_it(name):
    """A gap that no page knows of would come out as a dotted line for ever."""
    letter = name.split("/")[0]
    gaps = set(re.findall(r"\{\{\s*([a-z-]+)\s*\}\}", body(name)))
    by_hand = {one.strip() for line in text(name).splitlines() if line.startswith("% by hand:") for one in line[10:].split(",")}
    assert by_hand <= gaps
    procedures = [yaml.safe_load(path.read_text()) for path in (ROOT / "Content" / "procedures").glob("*.yaml")]
    filled = {gap for one in procedures for made in one.get("letters", []) if made["letter"] == letter for gap in made["fill"]}
    sources = [path.read_text() for path in (ROOT / "Sources").rglob("*.swift")]
    printing = [source for source in sources if re.search(rf'"{re.escape(letter)}"', source)]
    # A letter that is named in one file and filled in another.
    filling = "\n".join(printing + [source for source in sources if "letters.template(" in source or "LetterTemplate" in source])
    assert printing or filled, "no page prints it"
    for gap in gaps - by_hand - filled:
        # What every letter of a procedure knows, or what a page puts there.
        assert re.search(rf'"{gap}":|\["{gap}"\]', filling), f"nothing fills {gap}"


def test_letters_to_the_person_are_kept_in_another_language_too():
    for letter in ["telling", "where-it-went"]:
        assert (LETTERS / letter / "cy.txt").exists()


@pytest.mark.parametrize("broken, said", [
    (lambda t: t.replace("{{whom}}", "{{whome}}"), "other values"),
    (lambda t: t.replace("{{whom}}", "{{whom"), "begun and not ended"),
    (lambda t: t.replace("# About your information", "About your information"), "no heading"),
])
def test_a_letter_that_is_wrong_keeps_the_site_from_starting(tmp_path, broken, said):
    import shutil
    content = tmp_path / "Content"
    shutil.copytree(ROOT / "Content", content)
    letter = content / "letters" / "telling" / "en.txt"
    changed = broken(letter.read_text())
    assert changed != letter.read_text()
    letter.write_text(changed)
    answer = run("serve", "--demo", "--content", content, "--data", tmp_path / "data", "--address", "127.0.0.1:1")
    assert answer.returncode != 0
    assert "letters/telling" in answer.stderr and said in answer.stderr


# Reading age

def test_the_measure_gives_what_is_known_of_two_texts():
    cat = reading_age.measure("The cat sat on the mat.")
    assert (cat.words, cat.sentences, cat.syllables) == (6, 1, 6)
    assert cat.grade == pytest.approx(-1.45, abs=0.01)
    platypus = reading_age.measure("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.")
    assert (platypus.words, platypus.syllables) == (13, 24)
    assert platypus.grade == pytest.approx(11.3, abs=0.05)


@pytest.mark.parametrize("word, count", [
    ("made", 1), ("wanted", 2), ("table", 2), ("places", 2), ("takes", 1), ("people", 2), ("information", 4), ("you", 1), ("safe", 1),
    ("named", 1), ("manager", 3), ("worried", 2), ("happy", 2), ("change", 1), ("changes", 2), ("we’ll", 1), ("police", 2), ("school", 1)])
def test_syllables_are_counted_as_they_are_said(word, count):
    assert reading_age.syllables(word) == count


@pytest.mark.parametrize("letter", [one for one in FOR_THE_PERSON if (LETTERS / one / "en.txt").exists()])
def test_what_the_person_reads_is_easy_to_read(letter):
    found = reading_age.of_letter(text(f"{letter}/en.txt"))
    assert found.grade <= 6, f"grade {found.grade:.1f}"


def test_every_kind_of_thing_has_a_plain_name_for_the_person():
    plain = {one["id"]: one["words"] for one in yaml.safe_load((ROOT / "Content/lists/plain-words.yaml").read_text())["entries"]}
    for name in ["information", "purposes"]:
        for entry in yaml.safe_load((ROOT / f"Content/lists/{name}.yaml").read_text())["entries"]:
            assert f"{name}.{entry['id']}" in plain
    everything = reading_age.measure("\n".join(f"We told them about {words}." if key.startswith("information") else f"We did this {words}." for key, words in plain.items()))
    assert everything.grade <= 6


def test_how_hard_our_pages_are_to_read(site, capsys):
    """Reported, so that whoever writes pages sees it. Only what the person reads must keep to a grade."""
    me = site.browser("manager@demo.example")
    waiting, seen, kinds, measured = collections.deque(["/work", "/help", "/people", "/directory", "/requests/new"]), set(), set(), {}
    while waiting and len(measured) < 120:
        path = waiting.popleft()
        kind = re.sub(r"/(policies|under|questions)/[^/?#]+", r"/\1/:name", re.sub(r"/[0-9a-z]{16}(?=/|$)", "/:id", path))
        if path in seen or kind in kinds or re.search(r"proof|\.json|/assets/|/ledger/|/text$|flowchart|compare", path):
            continue
        seen.add(path)
        kinds.add(kind)
        answer = me.get(path)
        if answer.status_code == 200 and "<main" in answer.text:
            measured[kind] = reading_age.of_page(answer.text)
            waiting.extend(re.findall(r'href="(/[^"#?]*)"', answer.text))
    with capsys.disabled():
        print("\n" + reading_age.table(measured))
    assert len(measured) > 15, "hardly any page was found"
