"""The workbench for policies, and what the page of advice says beyond the advice: by the front door, beside the commands."""
import html
import json
import re

import pytest
import requests
import yaml

from conftest import MUST_SHARE, ROOT, run
from pages import Page

POLICIES = sorted(folder.name for folder in (ROOT / "Content" / "policies").iterdir() if (folder / "policy.yaml").exists())
ROLES = ["practitioner", "manager", "governance", "auditor", "administrator"]
KEEPERS = {"manager", "governance"}
STATES = {
    "decides": {"Decides"}, "open": {"Depends on what is not known"}, "fails": {"Does not hold"},
    "holds": {"Holds, but an earlier rule decides", "Holds, and decides unless an earlier rule does"}}


def content(path):
    return yaml.safe_load((ROOT / "Content" / path).read_text(encoding="utf-8"))


def name(value):
    """A choice as it is written; YAML takes yes and no for something else."""
    return {True: "yes", False: "no"}.get(value, value)


def plain(markup):
    """What is read of some markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def words(text):
    return " ".join(text.split())


VOCABULARY = content("vocabulary.yaml")
ASK = {fact["fact"]: words(fact["ask"]) for fact in VOCABULARY["facts"]}
OUTCOME = {outcome["outcome"]: words(outcome["words"]) for outcome in VOCABULARY["outcomes"]}
CHOICE = {
    (fact["fact"], name(choice["choice"])): words(choice["words"])
    for fact in VOCABULARY["facts"]
    for choice in fact.get("choices") or [{"choice": "yes", "words": "Yes"}, {"choice": "no", "words": "No"}]}


def number(text):
    return f"{int(text):,}"


def tables(text):
    """Every table of a page by its caption: its rows of cells, as they are read."""
    found = {}
    for table in re.findall(r"<table.*?</table>", text, re.S):
        body = re.search(r"<tbody>(.*)</tbody>", table, re.S).group(1)
        rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
        caption = plain(re.search(r"<caption.*?</caption>", table, re.S).group(0))
        found[caption] = [[plain(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S)] for row in rows]
    return found


def items(text):
    return [plain(item) for item in re.findall(r"<li>.*?</li>", text, re.S)]


def section(text, heading):
    """What stands under a heading, until the next of that level."""
    return re.search(rf"<h2[^>]*>{re.escape(heading)}</h2>(.*?)(?:<h2|</main>)", text, re.S).group(1)


def command(*arguments, facts=None):
    answer = run(*arguments, "--json", input=None if facts is None else json.dumps({"facts": facts}))
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def decided(facts, policy="england-2026"):
    return command("decide", "--policy", policy, "--facts", "-", facts=facts)


def policy_file(policy):
    return content(f"policies/{policy}/policy.yaml")


def whole_situation(policy):
    """The first settled case of a policy that answers each of its questions."""
    wanted = set(command("policy", "show", policy)["facts"])
    for case in content(f"policies/{policy}/cases.yaml")["cases"]:
        if "advice" in case and wanted <= set(case.get("facts") or {}):
            return {fact: name(value) for fact, value in case["facts"].items() if fact in wanted}
    raise AssertionError(f"{policy} has no case that answers each of its questions")


@pytest.fixture(scope="module")
def governance(site):
    return site.browser("governance@demo.example")


@pytest.fixture(scope="module")
def practitioner(site):
    return site.browser()


def tried(client, policy, facts, **more):
    answer = client.post(f"/policies/{policy}/try", {**facts, **more})
    assert answer.status_code == 200 and answer.url.endswith(f"/policies/{policy}/try"), answer.url
    return answer.text


def lights(text):
    """The rules in their light: for each its state, what its tag says, and all its words."""
    found = re.findall(r'<div class="rule rule-([a-z]+)">(.*?)</div>', text, re.S)
    return [(state, plain(re.search(r"<strong.*?</strong>", rule, re.S).group(0)), plain(rule)) for state, rule in found]


# Reading


def test_every_policy_is_listed_with_its_edition_and_as_proved(governance):
    rows = tables(governance.get("/policies").text)["Policies in force"]
    listed = command("policy", "list")
    assert len(rows) == len(listed) == len(POLICIES) == 6
    for row, one in zip(rows, listed):
        assert row[0].startswith(words(one["title"])) and row[1:3] == [one["version"], one["from"]]
        assert "no gap, no contradiction" in row[3]
    assert [one["policy"] for one, row in zip(listed, rows) if "Your organisation works under it" in row[0]] == ["england-2026"]
    assert not any("own edition" in row[0] for row in rows)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_reads_the_workbench_and_only_those_who_keep_policies_propose(site, role):
    client = site.browser(f"{role}@demo.example")
    for path in ["/policies", "/policies/england-2026", *[f"/policies/expect-2019/{part}" for part in ["try", "cases", "proof", "compare"]]]:
        answer = client.get(path)
        assert answer.status_code == 200 and Page(answer.text).heading, path
    forms = [form["action"] for form in Page(client.get("/policies/england-2026").text).own_forms]
    assert forms == (["/policies/england-2026/proposals"] if role in KEEPERS else [])


def test_a_visitor_is_asked_to_sign_in(site):
    for path in ["/policies", "/policies/england-2026", "/policies/england-2026/proof"]:
        answer = requests.get(site.address + path, allow_redirects=False, timeout=30)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"), path


def test_those_who_keep_policies_find_them_from_their_work(site):
    for role in ROLES:
        links = Page(site.browser(f"{role}@demo.example").get("/work").text).links
        assert ("/policies" in links) == (role in KEEPERS | {"auditor"}), role


def test_help_leads_to_the_workbench_whoever_is_signed_in(site, practitioner):
    assert "/policies" in Page(practitioner.get("/help").text).links
    assert "/policies" not in Page(requests.get(site.address + "/help", timeout=30).text).links


def test_a_policy_that_is_not_there_looks_like_any_other_address_that_is_not(governance):
    wanted = governance.get("/nothing/at/all")
    assert wanted.status_code == 404
    for path in ["/policies/none", *[f"/policies/none/{part}" for part in ["try", "cases", "proof", "compare", "compare/expect-2019"]],
                 "/policies/expect-2019/compare/none", "/policies/expect-2019/nothing"]:
        answer = governance.get(path)
        assert (answer.status_code, Page(answer.text).words) == (404, Page(wanted.text).words), path


@pytest.mark.parametrize("policy", POLICIES)
def test_the_page_of_a_policy_says_which_edition_it_is(governance, policy):
    text = governance.get(f"/policies/{policy}").text
    shown = command("policy", "show", policy)
    assert Page(text).heading == words(shown["title"])
    for part in [words(shown["about"]), shown["sha256"], f"{shown['version']}, from {shown['from']}"]:
        assert part in Page(text).words
    for address in ["try", "cases", "proof", "compare"]:
        assert f"/policies/{policy}/{address}" in Page(text).links
    assert {f"/help/policies/{policy}", f"/help/policies/{policy}/flowchart"} <= set(Page(text).links)


# Trying a situation


def test_every_question_can_be_answered_left_out_or_not_known(governance):
    text = governance.get("/policies/england-2026/try").text
    facts = command("policy", "show", "england-2026")["facts"]
    selects = re.findall(r'<select class="select" id="([^"]+)" name="([^"]+)">(.*?)</select>', text, re.S)
    assert sorted(one for one, _, _ in selects) == sorted(facts) and all(one == other for one, other, _ in selects)
    for fact, _, options in selects:
        values = re.findall(r'<option value="([^"]*)"', options)
        assert values[0] == "" and values[-1] == "not-known"
        assert sorted(values[1:-1]) == sorted(value for named, value in CHOICE if named == fact)
    assert lights(text) == []


@pytest.mark.parametrize("policy", POLICIES)
def test_a_whole_situation_lights_exactly_the_rule_that_decides(governance, policy):
    facts = whole_situation(policy)
    answer = decided(facts, policy)
    text = tried(governance, policy, facts)
    rules = policy_file(policy)["rules"]
    found = lights(text)
    assert len(found) == len(rules)
    assert [rules[place]["rule"] for place, light in enumerate(found) if light[0] == "decides"] == [answer["rule"]]
    for (state, tag, said), rule in zip(found, rules):
        assert tag in STATES[state]
        assert words(rule["words"]) in said and OUTCOME[rule["then"]] in said and words(rule["when"]) in said
    assert "open" not in {state for state, _, _ in found}
    assert OUTCOME[answer["outcome"]] in plain(section(text, "What it advises"))
    for owed in answer["obligations"]:
        assert words(owed["words"]) in plain(section(text, "What it advises"))


def test_what_was_chosen_is_kept_and_stands_in_no_address(governance):
    facts = {**whole_situation("england-2026"), "domestic-abuse": "not-known"}
    answer = governance.post("/policies/england-2026/try", facts)
    assert "?" not in answer.url
    for fact in command("policy", "show", "england-2026")["facts"]:
        chosen = re.search(rf'<select class="select" id="{fact}".*?</select>', answer.text, re.S).group(0)
        assert re.findall(r'<option value="([^"]*)" selected>', chosen) == [facts.get(fact, "")], fact


def test_while_the_advice_is_open_no_rule_is_said_to_decide(governance):
    facts = {"consent": "refused", "child-harm": "not-known"}
    answer = decided(facts)
    text = tried(governance, "england-2026", facts, flips="yes")
    assert not answer["certain"] and "decides" not in {state for state, _, _ in lights(text)}
    assert "open" in {state for state, _, _ in lights(text)}
    said = plain(section(text, "What it advises"))
    assert all(OUTCOME[outcome] in said for outcome in answer["possible"]) and ASK[answer["next"]["fact"]] in said
    assert "The advice is not certain yet" in plain(section(text, "What would change it"))


def test_an_answer_that_is_none_counts_as_not_asked(governance):
    text = tried(governance, "england-2026", {"consent": "perhaps", "nonsense": "yes"})
    assert lights(text) == lights(tried(governance, "england-2026", {}))


def test_a_situation_is_tried_only_with_the_token_of_the_page(site, governance):
    answer = governance.session.post(site.address + "/policies/england-2026/try", data={"consent": "given"}, timeout=30)
    assert answer.status_code == 403 and lights(answer.text) == []


def holds_flip(item, flip):
    asks = all(f"“{ASK[fact]}” were “{CHOICE[fact, value]}”" in item for fact, value in flip["change"].items())
    return item.startswith("If the answer to") and asks and item.endswith(f"be: {OUTCOME[flip['outcome']]}")


def assert_flips(text, answer):
    """The page lists the flips, the answers on which the advice turns and those that are enough, as the command does."""
    flips = items(section(text, "What would change it").partition("</ul>")[0])
    assert len(flips) == len(answer["flips"]) > 0
    for item, flip in zip(flips, answer["flips"]):
        assert holds_flip(item, flip), (item, flip)
        after = {**answer["asked"], **flip["change"]}
        assert (" would be: " in item) == decided(after)["certain"], (item, flip)
    turns = items(section(text, "Check this before you act"))
    assert len(turns) == len(answer["fragile"]) > 0
    for item, one in zip(turns, answer["fragile"]):
        given, instead = (CHOICE[one["fact"], value] for value in [answer["asked"][one["fact"]], one["instead"]])
        assert f"You answered “{given}” to “{ASK[one['fact']]}”" in item and f"If it were “{instead}”" in item, (item, one)
        assert item.endswith("; ".join(OUTCOME[outcome] for outcome in one["outcomes"])), (item, one)


def keys(text):
    return [plain(key) for key in re.findall(r"<dt>.*?</dt>", text, re.S)]


def test_the_flips_of_a_situation_are_those_of_the_command(governance):
    answer = {**decided(MUST_SHARE), "asked": MUST_SHARE}
    text = tried(governance, "england-2026", MUST_SHARE, flips="yes")
    assert_flips(text, answer)
    assert sorted(keys(section(text, "These answers alone are enough"))) == sorted(ASK[fact] for fact in answer["sufficient"])
    assert "Check this before you act" not in tried(governance, "england-2026", MUST_SHARE)


# Cases and proof


@pytest.mark.parametrize("policy", POLICIES)
def test_every_case_is_run_and_agrees(governance, policy):
    cases = content(f"policies/{policy}/cases.yaml")["cases"]
    text = governance.get(f"/policies/{policy}/cases").text
    rows = tables(text)["All cases"]
    assert f"All {len(cases)} cases agree." in Page(text).words
    assert [(row[0], row[1]) for row in rows] == [(case["case"], words(case["story"])) for case in cases]
    assert {row[4] for row in rows} == {"Agrees"}
    for row, case in zip(rows, cases):
        for outcome in [case["advice"]] if "advice" in case else case["possible"]:
            assert OUTCOME[outcome] in row[2] and OUTCOME[outcome] in row[3], case["case"]
    fewer = governance.get(f"/policies/{policy}/cases?only=disagreeing").text
    assert "No case disagrees." in Page(fewer).words and not tables(fewer)


@pytest.mark.parametrize("policy", POLICIES)
def test_the_proof_report_says_what_the_check_found(governance, policy):
    found = command("policy", "check", policy)
    found = found[0] if isinstance(found, list) else found
    source = policy_file(policy)
    text = governance.get(f"/policies/{policy}/proof").text
    said = Page(text).words
    assert f"{number(found['possibleSituations'])} of {number(found['situations'])}" in said
    rows = tables(text)["Rules in order, and the situations that each decides"]
    assert [row[2] for row in rows] == [number(found["decides"][rule["rule"]]) for rule in source["rules"]]
    assert [row[0] for row in rows] == [f"{place}. {words(rule['words'])}" for place, rule in enumerate(source["rules"], 1)]
    for row, rule in zip(rows, source["rules"]):
        share = 100 * int(found["decides"][rule["rule"]]) / int(found["possibleSituations"])
        told = re.fullmatch(r"(under |over )?([\d.]+)%", row[3])
        assert told and abs(float(told.group(2)) - share) <= 0.1 + 1e-9, (row, share)
    promises = section(text, "Its promises")
    assert promises.count("It holds in every situation") == len(source["invariants"])
    assert all(words(one["words"]) in plain(promises) for one in source["invariants"])
    cannot = plain(section(text, "Situations that cannot be"))
    assert all(words(one["holds"]) in cannot for one in source.get("constraints") or [])
    assert f"There are {len(found['overlaps'])} pairs of rules" in said or not found["overlaps"]
    assert "It agrees" in plain(section(text, "A second opinion"))


# Comparing


@pytest.mark.parametrize("first, second", [("england-2026", "rochdale-2018"), ("stockport-2009", "expect-2019")])
def test_a_comparison_counts_as_the_command_does(governance, first, second):
    found = command("policy", "compare", first, second)
    rules = {policy: {rule["rule"]: words(rule["words"]) for rule in policy_file(policy)["rules"]} for policy in [first, second]}
    base = f"/policies/{first}/compare/{second}"
    text = governance.get(base).text
    assert f"They advise differently in {number(found['differ'])} of {number(found['of'])} situations" in Page(text).words
    pairs = {}
    for case in found["cases"]:
        pair = tuple(OUTCOME[outcome] for outcome in case["outcomes"])
        pairs[pair] = pairs.get(pair, 0) + int(case["count"])
    assert {tuple(row[1:3]): row[0] for row in tables(text)["What each advises where they differ"]} == {
        pair: f"{count:,}" for pair, count in pairs.items()}
    groups, address = [], base
    for page in range(1, 100):
        text = governance.get(base if page == 1 else f"{base}?page={page}").text
        groups += next(rows for caption, rows in tables(text).items() if caption.startswith("Groups "))
        if f"{base}?page={page + 1}" not in Page(text).links:
            break
    assert len(groups) == len(found["cases"]) > 25
    for place, (row, case) in enumerate(zip(groups, found["cases"]), 1):
        assert row[0].startswith(f"{place}. {number(case['count'])} ("), (row, case)
        for side, policy in enumerate([first, second]):
            cell = row[1 + side]
            assert cell.startswith(OUTCOME[case["outcomes"][side]]) and rules[policy][case["rules"][side]] in cell
            assert "; ".join(case["because"][side]) in cell
        for fact, left in case["when"].items():
            gone = [choice for named, choice in CHOICE if named == fact and choice not in left]
            told = ("Anything but", gone) if len(gone) < len(left) else ("", left)
            assert f"{ASK[fact]} {told[0]}" in row[3] and all(CHOICE[fact, choice] in row[3] for choice in told[1]), (row, case)


def test_a_comparison_turned_round_counts_the_same(governance):
    one, other = (
        Page(governance.get(f"/policies/{first}/compare/{second}").text).words
        for first, second in [("england-2026", "nottingham-2016"), ("nottingham-2016", "england-2026")])
    counted = re.compile(r"They advise differently in [\d,]+ of [\d,]+ situations")
    assert counted.search(one).group(0) == counted.search(other).group(0)


def test_a_policy_agrees_with_itself(governance):
    found = command("policy", "compare", "expect-2019", "expect-2019")
    text = governance.get("/policies/expect-2019/compare/expect-2019").text
    assert f"They advise the same in all {number(found['of'])} situations." in Page(text).words


def test_a_page_beyond_the_last_is_the_last(governance):
    last = Page(governance.get("/policies/england-2026/compare/rochdale-2018?page=99999").text)
    assert re.search(r"Page (\d+) of \1(?!\d)", last.words)


# The page of advice


def asked(client, request, facts):
    """Answers question after question, and gives what was asked with its answers."""
    given = {}
    while found := re.search(r"/questions/([a-z0-9-]+)$", client.get(f"/requests/{request}/next").url):
        fact = found.group(1)
        assert fact not in given
        given[fact] = facts.get(fact, "not-known")
        client.post(f"/requests/{request}/questions/{fact}", {"answer": given[fact]})
    return given


@pytest.fixture(scope="module")
def advised(practitioner):
    """A request that is answered, what was asked, what the command says of it, and its page of advice."""
    request = practitioner.begin()
    given = asked(practitioner, request, MUST_SHARE)
    return request, {**decided(given), "asked": given}, practitioner.get(f"/requests/{request}/advice").text


def test_the_advice_says_what_would_change_it_and_what_to_check(advised):
    _, answer, text = advised
    assert answer["certain"]
    assert_flips(text, answer)


def test_the_first_five_answers_to_check_are_shown_and_the_rest_folded_away(advised):
    _, answer, text = advised
    check = section(text, "Check this before you act")
    before, _, folded = check.partition("<details")
    assert len(items(before)) == min(5, len(answer["fragile"]))
    assert bool(folded) == (len(answer["fragile"]) > 5)


def test_the_advice_rests_on_no_more_answers_than_are_enough(advised):
    _, answer, text = advised
    because = section(text, "Because").partition("<h3>It rests on these answers</h3>")[2].partition("<h3>")[0]
    assert "These answers alone are enough" in plain(because)
    assert sorted(keys(because.partition("<details")[0])) == sorted(ASK[fact] for fact in answer["sufficient"])
    alone = decided({fact: answer["asked"][fact] for fact in answer["sufficient"]})
    assert alone["outcome"] == answer["outcome"]
    assert {owed["id"] for owed in alone["obligations"]} >= {owed["id"] for owed in answer["obligations"]}


def test_the_advice_names_the_other_policies_that_are_certain_of_something_else(advised):
    request, answer, text = advised
    otherwise = {}
    for policy in POLICIES:
        other = decided(answer["asked"], policy)
        if other["certain"] and other["outcome"] != answer["outcome"]:
            otherwise[policy] = OUTCOME[other["outcome"]]
    linked = set(re.findall(rf'href="/requests/{request}/under/([a-z0-9-]+)"', text))
    assert linked == set(otherwise)
    said = items(section(text, "Other policies would say").partition("</ul>")[0]) if otherwise else []
    assert len(said) == len(otherwise)
    for item, (policy, outcome) in zip(said, otherwise.items()):
        assert item == f"{words(policy_file(policy)['title'])} : {outcome}"


def test_while_the_advice_is_open_the_page_says_why_the_next_question_comes_first(site, practitioner):
    request = practitioner.begin()
    page = Page(practitioner.get(f"/requests/{request}/advice").text)
    assert f"The next question is: {ASK[decided({})['next']['fact']]}" in page.words
    assert "narrows the advice most for what it costs to ask" in page.words and "/help/question-order" in page.links
    assert "What would change it" not in page.words and "Check this before you act" not in page.words
    answer = requests.get(site.address + "/help/question-order", timeout=30)
    assert answer.status_code == 200 and "The order never changes the advice" in Page(answer.text).words
