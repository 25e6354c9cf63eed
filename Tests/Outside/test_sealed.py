"""What is said of people stands nowhere but under its key: not in the database, not in a log; and is found all the same."""
import re
import shutil
import subprocess

import pytest
import requests

from acts import nothing_is_half_there
from conftest import PROGRAM, ROOT, Site, run
from pages import Page

#: Fictional, and such as no other text holds.
SUBJECT = "Quwwatulayn Fjordbæk-Szczęsny"
RECIPIENT = "Ömürlü Xanthippe, Vlotsbrug Academy"
FACTS = "On Zwartdag the zibeline coat was wet, and nobody had fetched her since Grumblemas."
OPINION = "Myxolydian worry: he flinches at thwartwise noises."
REASONS = "Silence would be a kakistocratic mistake."
PURPOSE = "To keep her from Vexillarium Street"
ITEMS = "school notes of the Quokkaquay year"
ASKED = "Dr Ptolemaia Yggdrasiltoft"
DEPARTURE = "Her uncle Wolfschlegelstein has taken her in."
WHY = "Telling would wake the Jabberwockish neighbour."
URGENT = {"subject": "Ixchel Nguyễn-O’Dubhghaill", "danger": "She is at Pfefferminzgasse 93 with a knifeblade", "done": "Called Sgt Brzęczyszczykiewicz",
          "told": "Her aunt Zephyrine"}
ITEM_AFTER = "the address of Lady Thimblewort-Crake"
#: Each of these is looked for, and each word of it that no dictionary has.
SAID = [SUBJECT, RECIPIENT, FACTS, OPINION, REASONS, PURPOSE, ITEMS, ASKED, DEPARTURE, WHY, *URGENT.values(), ITEM_AFTER]
RARE = [
    "Quwwatulayn", "Fjordbæk", "Szczęsny", "Ömürlü", "Xanthippe", "Vlotsbrug", "Zwartdag", "zibeline", "Grumblemas", "Myxolydian", "thwartwise",
    "kakistocratic", "Vexillarium", "Quokkaquay", "Ptolemaia", "Yggdrasiltoft", "Wolfschlegelstein", "Jabberwockish", "Ixchel", "Nguyễn",
    "Dubhghaill", "Pfefferminzgasse", "knifeblade", "Brzęczyszczykiewicz", "Zephyrine", "Thimblewort"]


def journey(site):
    """A request somebody made, answered, decided and searched for; an urgent action, written up; and mistakes on the way."""
    client = site.browser()
    request = client.begin(origin="request", **{"asked-by": ASKED}, subject=SUBJECT, recipient=RECIPIENT, purpose=PURPOSE, items=ITEMS)
    client.post(f"/requests/{request}/questions/consent", {"answer": "given"}, page=f"/requests/{request}/questions/consent")
    base = f"/requests/{request}/decision"
    client.post(base, {"verdict": "do-not-share"})
    client.post(base + "/reasons", {"departure": DEPARTURE, "facts": FACTS, "opinion": OPINION, "reasons": ""})
    client.post(base + "/reasons", {"departure": DEPARTURE, "facts": FACTS, "opinion": OPINION, "reasons": REASONS})
    client.post(base + "/telling", {"telling": "not-yet", "telling-why": WHY, "review-day": "27", "review-month": "3", "review-year": "2027"})
    answer = client.post(base + "/check", {})
    found = re.search(r"/decisions/([0-9a-z]{16})/recorded", answer.url)
    assert found, Page(answer.text).words
    draft = client.begin(subject=SUBJECT, recipient=RECIPIENT, items=ITEM_AFTER)
    noted = client.post("/urgent", URGENT)
    client.post(noted.url.removeprefix(site.address) + "/write-up", {}, page=noted.url.removeprefix(site.address))
    for words in RARE + [SUBJECT]:
        client.post("/decisions", {"words": words}, page="/decisions")
    # Addresses and forms that lead nowhere.
    client.get("/decisions", params={"words": SUBJECT})
    client.session.post(site.address + f"/requests/{draft}/details", data={"subject": SUBJECT, "token": "wrong"})
    requests.post(site.address + "/sign-in", data={"email": "Quwwatulayn@Fjordbæk.example", "password": FACTS})
    manager = site.browser("manager@demo.example")
    assert SUBJECT in Page(manager.get(f"/decisions/{found.group(1)}").text).words
    manager.get(f"/decisions/{found.group(1)}/proof.json")
    return client, found.group(1), draft


def forms(word):
    """How a word could stand in a file of bytes."""
    for text in {word, word.lower(), word.upper()}:
        yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
        yield ascii(text)[1:-1].encode()


def standing(words, *places):
    """Which of the words stand where, in whatever form."""
    found = []
    for name, data in places:
        lower = data.lower()
        found += [(name, word) for word in words if any(form.lower() in lower for form in forms(word))]
    return found


@pytest.fixture(scope="module")
def told(seed, tmp_path_factory):
    """A site to which much was told."""
    folder = tmp_path_factory.mktemp("told") / "demo"
    shutil.copytree(seed, folder)
    site = Site(folder).start()
    try:
        yield (site, *journey(site))
    finally:
        if site.process.poll() is None:
            site.kill()


def test_nothing_that_was_said_stands_in_any_file_or_page_for_machines(told):
    site, client, decision, _ = told
    # The reader finds it, so it is looked for in the right place and in the right way.
    [row] = site.opened("decision", "id = ?", decision)
    assert (row["subject"], row["recipient"], row["facts_of_the_case"], row["reasons"]) == (SUBJECT, RECIPIENT, FACTS, REASONS)
    assert (row["opinion"], row["departure"], row["telling_why"]) == (OPINION, DEPARTURE, WHY)
    urgent = {row["subject"]: row for row in site.opened("urgent_action")}[URGENT["subject"]]
    assert {name: urgent[name] for name in URGENT} == URGENT
    requests_ = {row["asked_by"]: row for row in site.opened("sharing_request") if row.get("asked_by")}
    assert requests_[ASKED]["purpose"] == PURPOSE and requests_[ASKED]["items"] and "Quokkaquay" in requests_[ASKED]["items"]
    page = client.get(f"/decisions/{decision}").content
    assert {word for _, word in standing(RARE[:4], ("page", page))} == set(RARE[:4])
    places = [(path.name, path.read_bytes()) for path in sorted(site.folder.rglob("*")) if path.is_file()]
    assert {"discretion.sqlite", "discretion.sqlite-wal", "discretion.sqlite-shm"} <= {name for name, _ in places}
    places.append(("log", site.log_file.read_bytes()))
    for address in ("/metrics", "/health/live", "/health/ready", "/ledger/checkpoint", "/ledger/key"):
        answer = requests.get(site.address + address)
        assert answer.status_code == 200, address
        places.append((address, answer.content + str(answer.headers).encode()))
    assert not standing(RARE, *places)
    # With everything written back into the one file.
    site.stop()
    places = [(path.name, path.read_bytes()) for path in sorted(site.folder.rglob("*")) if path.is_file()]
    assert not standing(RARE + SAID, *places)
    site.start()


def test_names_and_addresses_of_people_at_work_stand_in_no_file(told):
    site = told[0]
    names = {row["name"] for row in site.opened("practitioner")}
    addresses = {row["email"] for row in site.opened("credential")}
    assert "Nia Hollowell" in names and "practitioner@demo.example" in addresses and len(addresses) == len(names) > 5
    places = [(path.name, path.read_bytes()) for path in sorted(site.folder.rglob("*")) if path.is_file()]
    assert not standing(names | addresses | {"demo.example"}, *places)
    assert not standing(names | addresses, ("log", site.log_file.read_bytes()))


@pytest.mark.parametrize("address", ["/decisions/{}", "/requests/{}", "/urgent/{}", "/requests/{}/next", "/decisions/{}/proof.json"])
def test_a_name_that_somebody_puts_in_an_address_is_not_kept(told, address):
    """That nothing was found there is noted, and not what was looked for, unless it has the form of a number."""
    site, client, _, _ = told
    name = "Rumpelzilla Quarkenbusch"
    assert client.get(address.format(name)).status_code == 404
    assert client.get(address.format("0" * 16)).status_code == 404
    assert standing(["0" * 16], ("access_log", repr(site.sql("SELECT record FROM access_log")).encode()))
    places = [(path.name, path.read_bytes()) for path in sorted(site.folder.rglob("*")) if path.is_file()]
    assert not standing(name.split(), *places, ("log", site.log_file.read_bytes()))


def test_a_name_that_somebody_puts_in_a_form_instead_of_a_number_is_not_kept(told):
    site, client, _, _ = told
    for once in ("Bartelmusine", "Bartelmusine Okonkwofield", "Bartelmusine00000"):
        client.post("/urgent", {"once": once, "subject": "A", "danger": "b", "done": "c", "told": "d"})
        client.post("/requests/new/details", {
            "once": once, "origin": "own-initiative", "subject": "A", "recipient": "b", "purpose": "c", "items": "d"}, page="/requests/new/details?origin=own-initiative")
    client.post("/requests/new/details", {"origin": "Bartelmusine", "subject": "A", "recipient": "b", "purpose": "c"}, page="/urgent")
    client.post("/decisions", {"words": "", "verdict": "Bartelmusine", "order": "Bartelmusine", "page": "Bartelmusine"}, page="/decisions")
    places = [(path.name, path.read_bytes()) for path in sorted(site.folder.rglob("*")) if path.is_file()]
    assert not standing(["Bartelmusine"], *places, ("log", site.log_file.read_bytes()))


def test_the_command_line_says_nothing_of_people_either(told, tmp_path):
    site = told[0]
    assert run("ledger", "export", tmp_path / "out", "--json-lines", *site.place).returncode == 0
    places = [(path.name, path.read_bytes()) for path in sorted((tmp_path / "out").rglob("*")) if path.is_file()]
    assert len(places) > 3
    verified = run("ledger", "verify", *site.place, "--json")
    assert verified.returncode == 0
    places.append(("verify", (verified.stdout + verified.stderr).encode()))
    # Who acted is named by the number of their account, which in a demonstration looks like their name.
    assert not standing(RARE + ["Nia Hollowell", "practitioner@demo"], *places)


def found(client, words, **options):
    page = client.post("/decisions", {"words": words, **options}, page="/decisions")
    assert page.status_code == 200
    return set(re.findall(r'href="/decisions/([0-9a-z]{16})"', page.text))


@pytest.mark.parametrize("words", [
    SUBJECT, RECIPIENT, "Quwwatulayn", "QUWWATULAYN", "quwwatulayn fjordbæk-szczęsny", "Quwwa", "Qu", "Szczesny", "SZCZĘSNY", "fjordbaek", "Fjordbæk",
    "fjordbaekszczesny", "szczesny quwwatulayn", "omurlu", "Ömürlü", "ÖMÜRLÜ", "o\u0308mu\u0308rlu\u0308", "Xanthip", "vlotsbrug academy", "Vlots",
    "Zwartdag", "zibeline coat", "ZIBELINE", "kakistocratic", "Grumblemas quwwatulayn", "istocrat",
])
def test_a_record_is_found_by_a_name_however_it_is_written_and_by_its_words(told, words):
    _, client, decision, _ = told
    assert decision in found(client, words)


@pytest.mark.parametrize("words", ["Quwatulain", "Kuwatulayn", "Zantippe", "Zanthippy"])
def test_a_record_is_found_by_how_a_name_sounds_when_that_is_asked_for(told, words):
    _, client, decision, _ = told
    assert decision not in found(client, words)
    assert 'name="sounds"' in client.get("/decisions").text
    assert decision in found(client, words, sounds="yes")


def test_what_was_not_said_finds_nothing_and_somebody_elses_record_is_not_found(told):
    site, client, decision, _ = told
    for words in ("Quwwax", "Wolfschlegelsteinhausen", "uwwatulayn zzz", "%", "_", "%z_", "' OR 1=1 --"):
        assert decision not in found(client, words), words
    other = site.browser("farida.thistlewood@demo.example")
    for words in (SUBJECT, "Quwwa", "zibeline", decision):
        assert decision not in found(other, words)
        assert decision not in found(other, words, sounds="yes")
    assert decision in found(site.browser("manager@demo.example"), "Quwwa")


def serving(site):
    """The command that starts the site, for as long as it takes to see that it does not."""
    return ["timeout", "30", str(PROGRAM), "serve", "--demo", *site.place, "--address", f"127.0.0.1:{site.port}"]


def test_when_the_master_key_is_away_nothing_opens_nothing_is_lost_and_all_is_there_when_it_is_back(new_site, tmp_path):
    site = new_site()
    client, decision, draft = journey(site)
    before = {table: site.opened(table) for table in ("decision", "urgent_action", "sharing_request")}
    master, aside = site.folder / "keys/master", tmp_path / "aside"
    kept = site.sql("SELECT COUNT(*) FROM urgent_action")
    [(number,)] = site.sql("SELECT procedure_number FROM organisation WHERE id = 'millbrook'")
    # A running site notices.
    master.rename(aside)
    for address in (f"/decisions/{decision}", f"/requests/{draft}", "/decisions"):
        page = client.get(address)
        assert page.status_code == 503, address
        words = Page(page.text).words
        assert "Records cannot be opened" in words and "Nothing was recorded and nothing is lost" in words, words
        assert "local procedure" in words and number in words, "whom to call"
        assert not standing(RARE, ("page", page.content)) and "master" not in words.lower()
    urgent = client.get("/urgent")
    assert urgent.status_code == 200 and "999" in urgent.text and number in urgent.text
    assert requests.get(site.address + "/health/live").ok
    answer = client.session.post(site.address + "/urgent", data={**client.fields(urgent.text, "/urgent"), **URGENT, "once": "0withoutkeys0000"})
    assert answer.status_code == 503 and "Nothing was recorded" in Page(answer.text).words
    assert site.sql("SELECT COUNT(*) FROM urgent_action") == kept
    nothing_is_half_there(site)
    # Back again, and nobody had to start anything anew.
    aside.rename(master)
    assert client.get(f"/decisions/{decision}").status_code == 200
    assert SUBJECT in Page(client.get(f"/decisions/{decision}").text).words
    assert client.post("/urgent", URGENT).status_code == 200
    assert {table: site.opened(table)[:len(before[table])] for table in before} == before
    assert site.verify()[0] == 0


def test_without_the_master_key_the_ledger_is_verified_as_far_as_that_goes(told, tmp_path):
    site, _, _, _ = told
    master = site.folder / "keys/master"
    master.rename(tmp_path / "aside")
    try:
        status, answer, said = site.verify()
    finally:
        (tmp_path / "aside").rename(master)
    assert status != 70 and (status == 0 or "key" in str(answer) + said), (status, answer, said)
    assert not standing(RARE, ("said", (str(answer) + said).encode()))
    assert site.verify()[0] == 0


def test_a_site_that_starts_without_the_master_key_says_so_and_makes_no_other(new_site, tmp_path):
    site = new_site(start=False)
    master, aside = site.folder / "keys/master", tmp_path / "aside"
    before = site.opened("decision")
    master.rename(aside)
    started = subprocess.run(serving(site), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not master.exists() or not list(master.glob("*.key")), "a new key was made beside records that it cannot open"
    assert started.returncode in (65, 75), (started.returncode, started.stderr)
    assert "key" in started.stderr and "not yours to mend" not in started.stderr, started.stderr
    if master.exists():
        shutil.rmtree(master)
    aside.rename(master)
    site.start()
    assert site.opened("decision") == before
    assert site.browser().get("/decisions").status_code == 200
    assert site.verify()[0] == 0


def test_one_key_that_is_damaged_or_anothers_is_said_and_is_not_overwritten(new_site):
    site = new_site(start=False)
    master = site.folder / "keys/master"
    [key] = master.glob("*.key")
    whole = key.read_bytes()
    for what, other in {
        "cut short": whole[:-9], "empty": b"", "another's": whole[:24] + b"x" * 8 + whole[32:], "one letter": whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
    }.items():
        key.write_bytes(other)
        started = subprocess.run(serving(site), cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert started.returncode in (65, 75), (what, started.returncode, started.stderr)
        assert "key" in started.stderr and "not yours to mend" not in started.stderr, (what, started.stderr)
        assert key.read_bytes() == other, what
        status, answer, said = site.verify()
        assert status != 70 and "key" in str(answer) + said, (what, status, answer, said)
        key.write_bytes(whole)
    assert site.verify()[0] == 0
    site.start()
    assert site.browser().get("/decisions").status_code == 200
