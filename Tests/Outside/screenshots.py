"""Saves pictures of the main pages, narrow and wide, into the folder that is named: .venv/bin/python Tests/Outside/screenshots.py FOLDER"""
import pathlib
import re
import sys
import tempfile

from playwright.sync_api import sync_playwright

from conftest import MUST_SHARE, Site

WIDTHS = [320, 1280]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(pathlib.Path(tempfile.mkdtemp()) / "demo").start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            for width in WIDTHS:
                take(browser, site, width, folder)
            browser.close()
    finally:
        site.stop()
    print(folder)


def take(browser, site, width, folder):
    client = site.browser()
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    number = iter(range(1, 100))

    def shot(name):
        # Taller pictures cannot be opened everywhere.
        tall = min(page.evaluate("document.documentElement.scrollHeight"), 15000)
        page.screenshot(
            path=folder / f"{width}-{next(number):02}-{name}.png", full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})

    def go(path, name):
        page.goto(site.address + path)
        shot(name)

    def press(words, name=None):
        with page.expect_navigation():
            page.get_by_role("button", name=words, exact=True).click()
        if name:
            shot(name)

    go("/", "start")
    go("/sign-in", "sign-in")
    press("Sign in", "sign-in-with-errors")
    context.add_cookies([{"name": c.name, "value": c.value, "url": site.address} for c in client.session.cookies])
    go("/work", "work")
    go("/requests/new", "start-a-decision")
    go("/requests/new/details?origin=request", "details")
    request = client.begin(subject="Zoë O’Brien-Núñez", recipient="Oakfield School, designated lead", items="Attendance since May\nWhat the school nurse saw", origin="request", **{"asked-by": "Ms Ó Briain, Oakfield School"})
    base = f"/requests/{request}"
    go(base + "/next", "question")
    press("Continue", "question-with-error")
    for fact in ["law-requires", "holder-is-listed"]:
        client.post(f"{base}/questions/{fact}", {"answer": MUST_SHARE[fact]})
    go(base + "/questions/recipient", "question-with-many-answers")
    go(base, "request")
    go(base + "/advice", "advice-not-certain")
    client.answer(request, MUST_SHARE)
    go(base + "/advice", "advice")
    go(base + "/other-policies", "other-policies")
    go(base + "/decision", "decide")
    page.get_by_label("Do not share it", exact=True).check()
    press("Continue")
    press("Continue", "reasons-with-errors")
    for label, words in [
        ("Why do you decide otherwise than advised?", "His grandmother has taken him in."), ("The facts of this case", "On Monday he came without a coat.\n\nOn Tuesday he did not come."),
        ("Your reasons", "Silence does no harm now."),
    ]:
        page.get_by_label(label).fill(words)
    press("Continue", "telling")
    page.get_by_label("They have been told", exact=True).check()
    for label, words in [("Day", "27"), ("Month", "March"), ("Year", "2027")]:
        page.get_by_label(label).fill(words)
    press("Continue", "check")
    press("Record this decision", "recorded")
    decision = re.search("/decisions/([0-9a-z]{16})", page.url).group(1)
    go(f"/decisions/{decision}", "record")
    go(f"/decisions/{decision}/evidence", "evidence")
    go("/decisions", "decisions")
    go("/urgent", "urgent")
    press("Note it, and write it up later", "urgent-noted")
    go("/help", "help")
    go("/help/golden-rules", "golden-rules")
    go("/help/policies/england-2026", "policy")
    go("/help/policies/england-2026/flowchart", "flowchart")
    go("/nothing", "nothing-to-see")
    context.close()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="screenshots-")))
