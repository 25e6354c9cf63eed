"""What is said under a policy's text while somebody writes it, in a browser that runs scripts."""
import re

import pytest
from playwright.sync_api import sync_playwright

from conftest import PASSWORD
from test_proposals import begin, edition, today


@pytest.fixture
def writer(new_site):
    """A governance lead before the text of a draft, with everything that the browser complained of."""
    site = new_site()
    proposal = begin(site.browser("governance@demo.example"))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(site.address + "/sign-in")
        page.fill("#email", "governance@demo.example")
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_load_state()
        page.goto(f"{site.address}/policies/proposals/{proposal}/text")
        yield site, proposal, page, complaints
        browser.close()


def said(page, pattern):
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(document.getElementById('live-faults').textContent)", arg=pattern, timeout=15_000)
    return page.inner_text("#live-faults")


def test_faults_are_said_while_the_text_is_written_and_nothing_is_kept(writer):
    site, proposal, page, complaints = writer
    assert page.inner_text("#live-faults") == ""
    before = site.sql("SELECT text, changed FROM proposed_edition")
    sound = edition("live-1", today())
    page.fill("#text", sound.replace("then: must-share", "then: must-shar", 1))
    words = said(page, "not right yet")
    assert "there is no outcome `must-shar`" in words and "did you mean `must-share`?" in words
    assert re.search(r"line \d+, column \d+", words)
    page.fill("#text", sound)
    assert "It is not saved yet" in said(page, "Sound")
    page.fill("#text", sound + "\n<script>document.title = 'taken'</script>: [")
    assert "not right yet" in said(page, "not right yet")
    assert "taken" not in page.title()
    assert site.sql("SELECT text, changed FROM proposed_edition") == before
    # A refused look-up or a blocked script would stand here.
    assert complaints == []


def test_only_this_page_may_run_a_script(writer):
    site, proposal, page, _ = writer
    client = site.browser("governance@demo.example")
    policy = client.get(f"/policies/proposals/{proposal}/text").headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    for address in ("/work", "/policies", f"/policies/proposals/{proposal}", "/help", "/nothing-here"):
        assert "script-src" not in client.get(address).headers["content-security-policy"], address


def test_nobody_else_is_told_anything_about_a_text(writer):
    site, proposal, _, _ = writer
    address = f"/policies/proposals/{proposal}/faults"
    for other in ("manager@demo.example", "practitioner@demo.example", "administrator@demo.example"):
        client = site.browser(other)
        assert client.post(address, {"text": "policy: x", "why": ""}, page="/policies/england-2026/try").status_code == 404
