"""Disks that fill and fail, clocks that jump, servers that die, lines that break: what was acknowledged is there, what was
refused is not, everybody was told which, and the service goes on by itself."""
import concurrent.futures
import glob
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest
import requests

from acts import NOTHING, PERHAPS, Acts, wait_for
from conftest import MUST_SHARE, Client, Site
from pages import Page
from postgres import Line, Server
from test_proposals import POLICY, publish, today

SECONDS = float(os.environ.get("FAULT_SECONDS", "1"))
SERVER_ROUNDS = int(os.environ.get("POSTGRES_KILL_ROUNDS", "10"))


def needs(program):
    if not shutil.which(program):
        pytest.skip(f"NOT TESTED: {program} is not installed (Scripts/setup tests)")


def as_root(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"NOT TESTED: this machine does not let us {' '.join(map(str, command))}: {done.stderr.strip()}")


def on_disk(new_site, folder):
    """A site whose records are on a disk of their own."""
    made = new_site(start=False)
    disk = folder / "demo"
    shutil.copytree(made.folder, disk)
    os.sync()
    site = Site(disk)
    return site


# The disk


@pytest.fixture
def small_disk(tmp_path):
    """A real file system with little room."""
    folder = tmp_path / "small-disk"
    folder.mkdir()
    as_root("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_takes_nothing_loses_nothing_and_is_used_again_when_there_is_room(new_site, small_disk):
    site = on_disk(new_site, small_disk).start()
    try:
        acts = Acts(site).begin()
        acts.heard("acknowledged", 0, 8)
        filler = small_disk / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                assert error.errno == 28
        full = time.monotonic()
        acts.heard("refused", full, 8, why="no room left")
        # What needs no room is there all the same.
        browser = acts.browsers[0]
        assert "999" in browser.get("/urgent").text
        assert requests.get(site.address + "/health/live", timeout=5).ok
        time.sleep(SECONDS)
        filler.unlink()
        freed = time.monotonic()
        took = acts.heard("acknowledged", freed, 8)
        acts.end()
        assert took < 10, "it takes too long until it is used again"
        assert not acts.told["unanswered"], acts.told["unanswered"][:3]
        acts.agrees(site)
        site.stop()
        acts.agrees(site)
    finally:
        if site.process and site.process.poll() is None:
            site.kill()


class Injected:
    """System calls of a running process that fail, as if the disk had."""

    def __init__(self, process, calls, error, *paths, when=""):
        needs("strace")
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}{when}"]
        for path in paths:
            command += ["-P", str(path)]
        self.command = [*command, "-p", str(process.pid)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        time.sleep(0.3)
        if self.process.poll() is not None:
            pytest.skip("NOT TESTED: a running process may not be traced here: " + self.process.stderr.read().strip())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=10)


@pytest.mark.parametrize("calls, error", [
    ("fdatasync,fsync", "EIO"), ("pwrite64,write", "EIO"), ("pwrite64,write", "EROFS"), ("pwrite64,write,ftruncate", "ENOSPC"), ("pread64,read", "EIO"),
    ("fcntl", "EIO"),
], ids=["sync", "write", "read-only", "full", "read", "lock"])
def test_a_disk_that_fails_is_reported_loses_nothing_and_is_used_again_when_it_works(new_site, calls, error):
    site = new_site()
    acts = Acts(site).begin()
    acts.heard("acknowledged", 0, 8)
    with Injected(site.process, calls, error, site.database, f"{site.database}-wal", f"{site.database}-shm"):
        failing = time.monotonic()
        if "pread" not in calls:
            # Without its lock each waits for five seconds. Of what was written and not synced nobody can say whether a crash
            # would bring it back, until something is synced over it: some eight seconds are spent on finding out.
            state, count = {"fcntl": ("refused", 2), "fdatasync,fsync": ("unsure", 3)}.get(calls, ("refused", 8))
            acts.heard(state, failing, count)
        time.sleep(SECONDS)
        assert requests.get(site.address + "/health/live", timeout=5).ok
    working = time.monotonic()
    took = acts.heard("acknowledged", working, 8)
    acts.end()
    assert took < 10, "it takes too long until it is used again"
    assert not acts.told["unanswered"], acts.told["unanswered"][:3]
    acts.agrees(site)
    # What memory holds is one thing, what the disk holds another.
    site.kill()
    acts.agrees(site)
    site.start()
    assert acts.note().status_code == 303
    acts.agrees(site)


@pytest.mark.parametrize("calls", ["fdatasync,fsync", "pwrite64,write"], ids=["sync", "write"])
def test_what_was_refused_on_a_failing_disk_does_not_come_back_after_a_crash(new_site, calls):
    """The last thing that a disk took before it failed, and before the power went, may not be what somebody was told is not recorded."""
    site = new_site()
    acts = Acts(site, people=2)
    for _ in range(3):
        assert acts.note().status_code == 303
        with Injected(site.process, calls, "EIO", site.database, f"{site.database}-wal", f"{site.database}-shm"):
            assert acts.note().status_code == 503
            assert len(acts.numbers("refused", "unsure")) > 0
            site.kill()
        site.start()
        acts.agrees(site)
        # Those that were unsure can be sent again.
        for number in acts.numbers("unsure"):
            assert acts.note(number=number).headers["location"] == "/urgent/" + number
        acts.agrees(site)


@pytest.fixture
def failing_disk(tmp_path):
    """A file system of its own on a file, which can be stopped, and which can give up as on damage."""
    needs("mkfs.ext4")
    folder, image = tmp_path / "failing-disk", tmp_path / "failing-disk.image"
    folder.mkdir()
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    as_root("mkfs.ext4", "-q", "-F", image)
    as_root("mount", "-o", "loop,errors=remount-ro", image, folder)
    yield folder, image
    subprocess.run(["fsfreeze", "-u", folder], capture_output=True)
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_gives_up_and_becomes_read_only_is_reported_and_all_is_there_when_it_comes_back(new_site, failing_disk):
    folder, image = failing_disk
    site = on_disk(new_site, folder).start()
    try:
        acts = Acts(site).begin()
        acts.heard("acknowledged", 0, 8)
        # As the kernel does when it finds damage. Files that are open for writing hinder an orderly remount.
        as_root("mount", "-o", "remount,abort", folder)
        aborted = time.monotonic()
        acts.heard("refused", aborted, 8)
        time.sleep(SECONDS)
        acts.end()
        assert "999" in acts.browsers[0].get("/urgent").text
        assert requests.get(site.address + "/health/live", timeout=5).ok
        # The disk is put right and put back: that needs everybody to let go of it.
        site.process.terminate()
        site.process.wait(timeout=20)
        site.log.close()
        subprocess.run(["umount", folder], check=True)
        assert subprocess.run(["fsck.ext4", "-p", image], capture_output=True).returncode in (0, 1)
        as_root("mount", "-o", "loop", image, folder)
        site.start()
        acts.agrees(site)
        assert acts.note().status_code == 303
        acts.agrees(site)
        site.stop()
    finally:
        if site.process and site.process.poll() is None:
            site.kill()


def quick(site, *addresses, within=0.5):
    """The addresses answer in time. The better of two tries counts: on a busy machine one may be late by chance."""
    for address in addresses:
        took = []
        for _ in range(2):
            begun = time.monotonic()
            answer = requests.get(site.address + address, timeout=20)
            took.append(time.monotonic() - begun)
            assert answer.status_code == 200, (address, answer.status_code)
            if took[-1] < within:
                break
        assert min(took) < within, f"{address} took {took}"


def test_a_disk_that_stalls_keeps_nobody_from_pages_that_need_none(new_site, failing_disk):
    needs("fsfreeze")
    folder, _ = failing_disk
    site = on_disk(new_site, folder).start()
    try:
        acts = Acts(site).begin()
        acts.heard("acknowledged", 0, 8)
        as_root("fsfreeze", "-f", folder)
        frozen = time.monotonic()
        end = frozen + 2 + SECONDS
        while time.monotonic() < end:
            quick(site, "/health/live", "/help", "/sign-in", "/urgent")
        subprocess.run(["fsfreeze", "-u", folder], check=True)
        acts.heard("acknowledged", time.monotonic(), 8)
        acts.end()
        assert not acts.told["unanswered"]
        acts.agrees(site)
        site.stop()
    finally:
        subprocess.run(["fsfreeze", "-u", folder], capture_output=True)
        if site.process and site.process.poll() is None:
            site.kill()


# Another program in the way


@pytest.mark.parametrize("seconds", [3, 7])
def test_somebody_elses_lock_keeps_nobody_from_pages_that_need_none(new_site, seconds):
    """Somebody holds the database for less time than the site is patient, or for more."""
    site = new_site()
    acts = Acts(site)
    assert acts.note().status_code == 303
    holder = sqlite3.connect(site.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    locked = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        waiting = [pool.submit(acts.note) for _ in range(12)]
        while time.monotonic() < locked + seconds:
            quick(site, "/health/live", "/help", "/sign-in", "/urgent")
            time.sleep(0.05)
        holder.execute("ROLLBACK")
        answers = [one.result(timeout=30).status_code for one in waiting]
    # SQLite is patient for five seconds; those who come after have their own.
    assert set(answers) <= {303, 503} and (503 in answers) == (seconds > 5), answers
    assert acts.note().status_code == 303
    acts.agrees(site)


# The clock


@pytest.fixture
def fake_clock():
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        pytest.skip("NOT TESTED: faketime is not installed (Scripts/setup tests)")
    keepers = []

    def clock(shift):
        # Without the memory that `faketime` shares with its children, the library would change the environment of the program
        # before it starts, and a program in Swift finds its arguments by its environment.
        keeper = subprocess.Popen(["faketime", "-f", shift, "sh", "-c", "echo $FAKETIME_SHARED; cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        keepers.append(keeper)
        return {
            "LD_PRELOAD": found[0], "FAKETIME": shift, "FAKETIME_SHARED": keeper.stdout.readline().strip(), "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1"}

    yield clock
    for keeper in keepers:
        keeper.stdin.close()
        keeper.wait(10)


def test_a_clock_that_was_wrong_by_years_breaks_nothing(new_site, fake_clock):
    site = new_site()
    present = site.browser()
    assert present.decide(present.begin()).status_code == 200
    site.stop()

    site.environment = fake_clock("+400d")
    site.start()
    assert present.get("/work", allow_redirects=False).status_code == 303, "a session of 400 days ago has ended"
    later = site.browser()
    answer = later.decide(later.begin(), review=("", "", ""))
    assert answer.url.endswith("/recorded"), Page(answer.text).words
    acts = Acts(site)
    assert acts.note().status_code == 303
    year = site.sql("SELECT at FROM ledger_entry ORDER BY position DESC LIMIT 1")[0][0][:4]
    assert int(year) > today().year, "the clock was not set forward"
    site.stop()

    site.environment = fake_clock("-400d")
    site.start()
    earlier = site.browser()
    for page in ("/work", "/decisions", "/help", "/urgent", "/policies"):
        assert earlier.get(page).status_code == 200, page
    answer = earlier.decide(earlier.begin(), review=("", "", ""))
    assert answer.url.endswith("/recorded"), Page(answer.text).words
    last = Acts(site)
    assert last.note().status_code == 303
    year = site.sql("SELECT at FROM ledger_entry ORDER BY position DESC LIMIT 1")[0][0][:4]
    assert int(year) < today().year, "the clock was not set back"
    # Nobody who was signed in under another clock is somebody else now, and nothing breaks.
    for session in (present, later):
        page = session.get("/work", allow_redirects=False)
        assert page.status_code in (200, 303), page.text
    site.stop()

    site.environment = {}
    site.start()
    # A session that was begun in what is now the future, or long ago, opens nothing for ever.
    assert earlier.get("/work", allow_redirects=False).status_code == 303, "a session of 400 days ago has ended"
    assert site.browser().get("/decisions").status_code == 200
    acts.agrees(site)
    last.agrees(site)
    positions = [position for position, in site.sql("SELECT position FROM ledger_entry ORDER BY position")]
    assert positions == list(range(len(positions)))


# The end of the program


@pytest.mark.parametrize("slow", ["records", "load"])
def test_a_site_that_is_told_to_end_answers_whom_it_has_listened_to(new_site_on_either, slow):
    site = new_site_on_either()
    acts = Acts(site, people=8)
    if slow == "load":
        acts.begin(until_unanswered=True)
        acts.heard("acknowledged", 0, 20)
        told = time.monotonic()
        site.process.terminate()
        assert site.process.wait(timeout=10) == 0
        acts.end()
        broken = [why for _, _, why in acts.told["unanswered"] if "refused" not in why and "Failed to establish" not in why]
        # A connection that was still at the door when it closed may have been turned away unheard.
        assert len(broken) <= len(acts.browsers), broken
    else:
        # Everybody's act is in hand and waits for the records when the end comes.
        unlock = hold(site)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            waiting = [pool.submit(acts.note) for _ in range(8)]
            time.sleep(1)
            told = time.monotonic()
            site.process.terminate()
            time.sleep(1)
            assert site.process.poll() is None, "it ended while somebody waited"
            unlock()
            answers = [one.result(timeout=20) for one in waiting]
        assert [answer is not None and answer.status_code for answer in answers] == [303] * 8, acts.told
        assert site.process.wait(timeout=10) == 0
    assert time.monotonic() - told < 12
    acts.agrees(site)


def hold(site):
    """Keeps the records from everybody else; gives what lets go of them."""
    if site.server:
        holder = subprocess.Popen(
            ["psql", "-X", "-q", "-d", site.server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        holder.stdin.write("BEGIN; LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE; \\echo held\n")
        holder.stdin.flush()
        assert holder.stdout.readline().strip() == "held"

        def unlock():
            holder.stdin.write("ROLLBACK;\n")
            holder.stdin.close()
            holder.wait(10)
    else:
        connection = sqlite3.connect(site.database, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN IMMEDIATE")
        unlock = lambda: connection.execute("ROLLBACK")
    return unlock


# Sent again


def test_an_act_sent_twice_at_once_and_again_after_a_kill_is_one(new_site_on_either):
    site = new_site_on_either()
    acts = Acts(site)
    browser = acts.browsers[0]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for round_ in range(10):
            number = f"{acts.name}t{round_}"
            answers = list(pool.map(lambda _: acts.note(browser, number), range(8)))
            assert {answer.status_code for answer in answers} == {303}, acts.told["wrong"]
            assert {answer.headers["location"] for answer in answers} == {"/urgent/" + number}
    request = browser.begin(subject="T. twice")
    browser.answer(request, MUST_SHARE)
    base = f"/requests/{request}/decision"
    browser.post(base, {"verdict": "share"})
    browser.post(base + "/reasons", {"departure": "", "facts": "Seen.", "opinion": "", "reasons": "Needed."})
    browser.post(base + "/telling", {"telling": "will-tell", "telling-why": "", "review-day": "", "review-month": "", "review-year": ""})
    fields = browser.fields(browser.get(base + "/check").text)

    def record(_):
        return browser.session.post(site.address + base + "/check", data=fields, allow_redirects=False)

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(record, range(6)))
    receipt = f"/decisions/{fields['once']}/recorded"
    assert {(answer.status_code, answer.headers.get("location")) for answer in answers} == {(303, receipt)}
    page = Page(browser.get(receipt).text).words
    site.kill().start()
    assert acts.note(browser, number).headers["location"] == "/urgent/" + number
    assert record(0).headers["location"] == receipt
    assert Page(browser.get(receipt).text).words == page
    assert site.sql("SELECT COUNT(*) FROM decision WHERE request = ?", request) == [(1,)]
    assert len(acts.agrees(site)) == 10


# PostgreSQL


@pytest.fixture
def server(postgres, tmp_path):
    """A server of this test's own, with a filled demonstration on it."""
    own = Server(tmp_path / "server")
    own.database("demo")
    with open(tmp_path / "seed.sql", "wb") as file:
        subprocess.run(["pg_dump", "--no-owner", "-d", postgres.address("seed")], stdout=file, check=True)
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", own.address("demo"), "-f", tmp_path / "seed.sql"],
                   check=True, stdout=subprocess.DEVNULL)
    own.keys = tmp_path / "served"
    shutil.copytree(postgres.seed, own.keys)
    yield own
    own.remove()


@pytest.fixture
def served(server):
    sites = []

    def make(database=None):
        one = Site(server.keys, database=database or server.address("demo"))
        sites.append(one)
        return one.start()

    yield make
    for one in sites:
        if one.process and one.process.poll() is None:
            one.kill()


def test_a_server_that_is_killed_and_comes_back_loses_nothing_and_the_site_goes_on(server, served):
    site = served()
    chance = random.Random(17)
    acts = Acts(site).begin()
    acts.heard("acknowledged", 0, 8)
    slowest = 0
    for round_ in range(SERVER_ROUNDS):
        server.kill()
        killed = time.monotonic()
        if round_ == 0:
            acts.heard("refused", killed)
            browser = acts.browsers[0]
            page = browser.get("/work")
            assert page.status_code == 503 and NOTHING in page.text and 'href="/urgent"' in page.text
            assert "postgres" not in page.text.lower() and str(server.port) not in page.text
            assert "999" in browser.get("/urgent").text
            quick(site, "/health/live", "/sign-in")
            assert requests.get(site.address + "/health/ready").status_code == 503
        time.sleep(chance.uniform(0, SECONDS))
        server.restart()
        slowest = max(slowest, acts.heard("acknowledged", time.monotonic(), 8))
        time.sleep(chance.uniform(0, 0.3))
    acts.end()
    assert slowest < 15, "it takes too long until the server is used again"
    assert not acts.told["unanswered"], acts.told["unanswered"][:3]
    assert requests.get(site.address + "/health/ready").ok
    acts.agrees(site)
    print({state: len(all) for state, all in acts.told.items()}, f"back after {slowest:.1f} s at most")
    site.stop()


def test_a_server_that_is_restarted_in_good_order_is_used_again(server, served):
    site = served()
    acts = Acts(site).begin()
    acts.heard("acknowledged", 0, 8)
    for _ in range(5):
        server.restart()
        assert acts.heard("acknowledged", time.monotonic(), 8) < 15
    acts.end()
    assert not acts.told["unanswered"]
    acts.agrees(site)
    site.stop()


@pytest.fixture
def line(postgres):
    line = Line(postgres.port)
    yield line
    line.close()


@pytest.mark.parametrize("fault, seconds", [("cut", 1), ("cut", 4), ("stall", 2)])
def test_a_line_that_breaks_or_stalls_loses_nothing_and_is_used_again(new_server_site, line, fault, seconds):
    site = new_server_site(through=line.port)
    acts = Acts(site).begin()
    acts.heard("acknowledged", 0, 8)
    line.set(fault)
    faulty = time.monotonic()
    if fault == "cut":
        acts.heard("refused", faulty, 4)
    end = faulty + seconds
    while time.monotonic() < end:
        quick(site, "/health/live", "/sign-in")
        time.sleep(0.1)
    line.set("pass")
    assert acts.heard("acknowledged", time.monotonic(), 8) < 15
    acts.end()
    assert not acts.told["unanswered"], acts.told["unanswered"][:3]
    if fault == "stall":
        assert not acts.told["refused"], acts.told["refused"][:3]
    acts.agrees(site)
    site.stop()


@pytest.mark.parametrize("at_commit", ["lose", "break", "end", "fall"])
def test_a_line_that_breaks_at_the_commit_is_found_out(new_server_site, line, at_commit):
    """Whether the server had heard the commit or not: the site finds out, and what it then says is so."""
    site = new_server_site(through=line.port)
    acts = Acts(site, people=3)
    assert acts.note().status_code == 303
    for round_ in range(5):
        line.strike(at_commit)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda browser: acts.note(browser), acts.browsers))
        assert line.struck.is_set(), "no commit went over the line"
        assert all(answer is not None for answer in answers)
        assert not acts.told["unsure"], "the server was there: it could be found out"
        acts.agrees(site, verify=False)
    # A commit that the server made is no reason to refuse, and one that it never heard is no reason to acknowledge.
    if at_commit != "lose":
        assert not acts.told["refused"], acts.told["refused"][:2]
    else:
        assert len(acts.told["refused"]) >= 5
    assert acts.note().status_code == 303
    acts.agrees(site)
    site.stop()


@pytest.mark.parametrize("at_commit", ["lose", "break"])
def test_a_line_that_breaks_at_the_commit_for_long_is_said_to_be_unsure_and_the_act_can_be_sent_again(new_server_site, line, at_commit):
    site = new_server_site(through=line.port)
    acts = Acts(site)
    browser, number = acts.browsers[0], acts.name + "unsure"
    line.strike(at_commit, then="cut")
    begun = time.monotonic()
    answer = acts.note(browser, number)
    assert answer is not None and answer.status_code == 503 and acts.numbers("unsure") == {number}, acts.told
    page = Page(answer.text).words
    assert PERHAPS in page and "nothing is recorded twice" in page and NOTHING not in page
    assert time.monotonic() - begun < 30
    line.set("pass")
    wait_for(lambda: requests.get(site.address + "/health/ready").ok, 15, "the server is used again")
    assert (number in acts.kept(site)) == (at_commit == "break")
    again = acts.note(browser, number)
    assert again.status_code == 303 and again.headers["location"] == "/urgent/" + number
    assert acts.kept(site) == [number]
    acts.told["unsure"].clear()
    acts.agrees(site)
    site.stop()


def test_a_commit_that_is_never_answered_is_given_up_and_found_out(new_server_site, line):
    """The line looks sound and the server has committed, and nobody says so."""
    site = new_server_site(through=line.port)
    acts = Acts(site, timeout=60)
    line.strike("hold")
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(acts.note)
        while not waiting.done():
            quick(site, "/health/live", "/help", "/sign-in")
            time.sleep(0.5)
    answer = waiting.result()
    took = time.monotonic() - begun
    assert answer is not None and answer.status_code == 303, acts.told
    assert 5 < took < 40, took
    assert acts.note().status_code == 303
    acts.agrees(site)
    site.stop()


def test_a_standby_that_takes_over_has_everything_and_the_site_goes_on(server, served, tmp_path):
    other = server.standby(tmp_path / "standby")
    try:
        both = f"postgresql://postgres@127.0.0.1:{server.port},127.0.0.1:{other.port}/demo?target_session_attrs=read-write"
        site = served(both)
        acts = Acts(site).begin()
        acts.heard("acknowledged", 0, 20)
        server.kill()
        killed = time.monotonic()
        acts.heard("refused", killed)
        other.promote()
        took = acts.heard("acknowledged", time.monotonic(), 8)
        acts.end()
        assert took < 15, took
        assert not acts.told["unanswered"]
        assert requests.get(site.address + "/health/ready").ok
        acts.agrees(site)
        assert other.url
        site.stop()
    finally:
        other.remove()


def test_several_sites_side_by_side_are_one(new_server_site):
    first = new_server_site()
    sites = [first, new_server_site(of=first), new_server_site(of=first)]
    client = sites[0].browser()
    for site in sites[1:]:
        same = Client(site, client.session)
        assert same.get("/work", allow_redirects=False).status_code == 200, "signed in at one, signed in at all"
    # What is begun in one goes on in the others.
    request = client.begin(subject="S. side by side")
    assert "S. side by side" in Client(sites[1], client.session).get(f"/requests/{request}").text
    acts = Acts(*sites, people=9).begin()
    time.sleep(2 + 2 * SECONDS)
    acts.end()
    assert not acts.told["unanswered"] and not acts.told["refused"], (acts.told["unanswered"][:2], acts.told["refused"][:2])
    assert len(acts.numbers("acknowledged")) >= 30
    acts.agrees(first)
    # The same act sent to all of them at once.
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for round_ in range(5):
            number = f"{acts.name}same{round_}"
            answers = list(pool.map(lambda browser: acts.note(browser, number), acts.browsers[:3]))
            assert {(answer.status_code, answer.headers.get("location")) for answer in answers} == {(303, "/urgent/" + number)}
    acts.agrees(first)
    # One of them dies: the others go on.
    acts.begin(until_unanswered=True)
    sites[2].kill()
    acts.heard("acknowledged", time.monotonic(), 20)
    acts.end()
    acts.agrees(first)
    # Who signs out of one is signed out of all.
    client.session.post(first.address + "/sign-out", data={"token": re.search(r'action="/sign-out".*?name="token" value="([^"]+)"', client.get("/work").text, re.S).group(1)})
    for site in sites[:2]:
        assert Client(site, client.session).get("/work", allow_redirects=False).status_code == 303
    for site in sites[:2]:
        site.stop()


def test_an_edition_published_in_one_site_advises_in_the_others_within_a_minute(new_server_site):
    first = new_server_site()
    second = new_server_site(of=first)
    reader = second.browser("manager@demo.example")
    assert "outside-9" not in Page(reader.get(f"/policies/{POLICY}").text).words
    publish(first, "outside-9", today())
    assert "outside-9" in Page(first.browser("manager@demo.example").get(f"/policies/{POLICY}").text).words
    wait_for(lambda: "outside-9" in Page(reader.get(f"/policies/{POLICY}").text).words, 60, "the other site advises by the new edition")
    assert first.verify()[0] == 0
