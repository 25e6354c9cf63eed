"""Witnesses remember how far the ledger had come: a fork, a rollback and a stranger's key get no cosignature."""
import base64
import hashlib
import http.server
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import threading
import time

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conftest import PROGRAM, ROOT, Site, free_port, run
from test_tiles import COSIGNATURE, LOG, Key, Misfit, Note, consistency_proof, consistent, go_program, go_says, key_of, leaf_hash, tree_root, verify_export, work


class Pair:
    """A name and a secret key of another library, with its verifier key."""

    def __init__(self, name, kind, secret=None):
        self.secret = secret or Ed25519PrivateKey.generate()
        raw = bytes([kind]) + self.secret.public_key().public_bytes_raw()
        short = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        self.key = Key(f"{name}+{short.hex()}+{base64.b64encode(raw).decode()}")

    def line(self, signature):
        return f"\u2014 {self.key.name} {base64.b64encode(self.key.id + signature).decode()}\n"

    def cosign(self, text, seconds):
        return self.line(struct.pack(">Q", seconds) + self.secret.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode()))


class Log:
    """A ledger written from the standards: it signs checkpoints over numbered entries and asks witnesses."""

    def __init__(self, name="log.example/python"):
        self.pair = Pair(name, LOG)
        self.hashes = [leaf_hash(b"entry %d" % index) for index in range(300)]

    def note(self, size, hashes=None, pair=None, origin=None):
        root = base64.b64encode(tree_root((hashes or self.hashes)[:size])).decode()
        text = f"{origin or self.pair.key.name}\n{size}\n{root}\n"
        return f"{text}\n" + (pair or self.pair).line((pair or self.pair).secret.sign(text.encode()))

    def proof(self, old, size):
        return consistency_proof(old, self.hashes[:size]) if 0 < old < size else []

    def request(self, old, size, proof=None, **changed):
        steps = self.proof(old, size) if proof is None else proof
        return f"old {old}\n" + "".join(base64.b64encode(step).decode() + "\n" for step in steps) + "\n" + self.note(size, **changed)


class Witness:
    """The program as a witness, in a process of its own."""

    def __init__(self, folder, *keys, name="witness.example/ours"):
        self.folder = pathlib.Path(folder)
        self.key = Key(run("witness", "key", "--keys", folder, "--name", name).stdout)
        self.keys = [key.text for key in keys]
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        logs = [part for key in self.keys for part in ("--log", key)]
        self.log = open(str(self.folder) + ".log", "ab")
        self.process = subprocess.Popen(
            [str(PROGRAM), "witness", "serve", "--keys", str(self.folder), *logs, "--address", f"127.0.0.1:{self.port}"],
            stdout=self.log, stderr=self.log, cwd=ROOT)
        end = time.time() + 30
        while time.time() < end:
            try:
                if requests.get(self.address + "/key", timeout=1).text.strip() == self.key.text:
                    return self
            except requests.RequestException:
                assert self.process.poll() is None, pathlib.Path(self.log.name).read_text()
                time.sleep(0.05)
        raise AssertionError("the witness did not start")

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0

    def post(self, text):
        return requests.post(self.address + "/add-checkpoint", data=text.encode() if isinstance(text, str) else text, timeout=10)

    @property
    def said(self):
        return pathlib.Path(self.log.name).read_text()


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def witness(log, tmp_path):
    one = Witness(tmp_path / "witness", log.pair.key).start()
    yield one
    if one.process.poll() is None:
        one.process.kill()
        one.process.wait()


# Our witness, and a ledger of others


def test_a_ledger_of_others_is_cosigned_as_it_grows(log, witness):
    old = 0
    for size in (1, 2, 7, 8, 8, 255, 256, 300):
        before = int(time.time())
        answer = witness.post(log.request(old, size))
        assert answer.status_code == 200, (size, answer.text)
        at = Note(log.note(size) + answer.text).check(witness.key)
        assert before <= at <= time.time()
        old = size


def test_a_fork_a_rollback_and_a_stranger_are_refused(log, witness):
    assert witness.post(log.request(0, 100)).status_code == 200

    def refused(text, status):
        answer = witness.post(text)
        assert answer.status_code == status and "\u2014" not in answer.text, (answer.status_code, answer.text)
        return answer

    fork = [leaf_hash(b"another"), *log.hashes[1:]]
    refused(log.request(100, 120, hashes=fork), 422)
    refused(log.request(100, 120, hashes=fork, proof=consistency_proof(100, fork[:120])), 422)
    answer = refused(log.request(100, 100, hashes=fork), 409)
    for text in (log.request(0, 80), log.request(80, 80), log.request(80, 120), log.request(0, 120), log.request(0, 120, hashes=fork)):
        answer = refused(text, 409)
        assert answer.text == "100\n" and answer.headers["Content-Type"] == "text/x.tlog.size"
    refused(log.request(100, 80), 400)
    refused(log.request(100, 120, proof=[]), 422)
    refused(log.request(100, 120, proof=log.proof(100, 120)[::-1]), 422)
    refused(log.request(100, 120, proof=[*log.proof(100, 120), log.hashes[0]]), 422)
    refused(log.request(100, 100, proof=[log.hashes[0]]), 422)
    refused(log.request(100, 120, pair=Pair(log.pair.key.name, LOG)), 403)
    refused(log.request(100, 120, pair=Pair("other.example", LOG)), 403)
    refused(log.request(100, 120, origin="other.example"), 404)
    refused(Log("unheard-of.example").request(0, 3), 404)
    # A cosignature does not stand for the ledger's own signature.
    text = log.note(120).split("\n\n")[0] + "\n"
    own = Pair(log.pair.key.name, COSIGNATURE, log.pair.secret)
    refused(log.request(100, 120).replace(log.note(120), text + "\n" + own.cosign(text, 1)), 403)
    # None of it changed what is remembered.
    assert witness.post(log.request(100, 120)).status_code == 200
    assert "ALARM" in witness.said


@pytest.mark.parametrize("change", [
    lambda text: "", lambda text: "\n", lambda text: text.replace("old 0", "old 00"), lambda text: text.replace("old 0", "old -1"),
    lambda text: text.replace("old 0\n", ""), lambda text: text.replace("old 0\n", "old 0\r\n"), lambda text: text.replace("old 0\n", "old 0\nAAAA\n"),
    lambda text: text[:-1], lambda text: text.replace("\u2014", "-"), lambda text: text.encode("utf-16"), lambda text: b"\xff" + text.encode(),
    lambda text: text.replace("\n3\n", "\n03\n"), lambda text: text.replace("old 0\n", "old 0\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 63),
    lambda text: text.replace("\n3\n", "\n" + "9" * 30 + "\n"),
])
def test_what_is_no_request_is_answered_so(log, witness, change):
    assert witness.post(change(log.request(0, 3))).status_code in (400, 403), change
    assert witness.post(log.request(0, 3)).status_code == 200


def test_too_much_is_not_read(log, witness):
    assert witness.post(log.request(0, 3) + "\u2014 filler AAAA\n" * 10000).status_code == 413
    assert witness.post(log.request(0, 3) + Pair("other.example", LOG).line(bytes(64)) * 15).status_code == 200


def test_the_witness_remembers_when_it_is_started_again_or_killed(log, witness):
    assert witness.post(log.request(0, 100)).status_code == 200
    witness.stop()
    witness.start()
    assert witness.post(log.request(0, 50)).text == "100\n"
    assert witness.post(log.request(100, 120)).status_code == 200
    witness.process.send_signal(signal.SIGKILL)
    witness.process.wait()
    witness.start()
    assert witness.post(log.request(100, 130)).text == "120\n"
    assert witness.post(log.request(120, 130)).status_code == 200


def test_of_many_at_once_none_rolls_another_back(log, witness):
    assert witness.post(log.request(0, 10)).status_code == 200
    answers = []

    def ask(size):
        answers.append((size, witness.post(log.request(10, size)).status_code))

    threads = [threading.Thread(target=ask, args=(size,)) for size in range(11, 31)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = [size for size, status in answers if status == 200]
    assert len(passed) == 1 and all(status == 409 for size, status in answers if size not in passed)
    assert witness.post(log.request(0, 30)).text == f"{passed[0]}\n"


def test_a_damaged_memory_or_a_second_witness_on_it_stops_the_witness(log, witness, tmp_path):
    assert witness.post(log.request(0, 100)).status_code == 200
    arguments = ["witness", "serve", "--keys", witness.folder, "--log", log.pair.key.text, "--address", f"127.0.0.1:{free_port()}"]
    assert run(*arguments).returncode == 75
    note = tmp_path / "note"
    note.write_text(log.note(120))
    assert run("witness", "cosign", note, "--keys", witness.folder, "--log", log.pair.key.text).returncode == 75
    witness.stop()
    memory = next((witness.folder / "seen").iterdir())
    memory.write_text(memory.read_text().replace("\n100\n", "\nmany\n"))
    assert run(*arguments).returncode == 65
    assert run("witness", "cosign", note, "--keys", witness.folder, "--log", log.pair.key.text).returncode == 65


def test_the_key_is_kept_for_its_owner_alone(tmp_path):
    made = run("witness", "key", "--keys", tmp_path / "w", "--name", "witness.example/one")
    assert made.returncode == 0 and Key(made.stdout).type == COSIGNATURE
    assert (tmp_path / "w/witness.key").stat().st_mode & 0o777 == 0o600 and (tmp_path / "w").stat().st_mode & 0o777 == 0o700
    assert run("witness", "key", "--keys", tmp_path / "w").stdout == made.stdout
    assert run("witness", "key", "--keys", tmp_path / "w", "--name", "another").returncode == 65
    assert run("witness", "key", "--keys", tmp_path / "v", "--name", "two words").returncode == 65
    drawn = run("witness", "key", "--keys", tmp_path / "u")
    assert re.match(r"discretion-witness-[0-9a-f]{8}\+", drawn.stdout)
    assert run("witness", "serve", "--keys", tmp_path / "w").returncode == 64
    assert run("witness", "serve", "--keys", tmp_path / "w", "--log", made.stdout.strip()).returncode == 65
    assert run("witness", "serve", "--keys", tmp_path / "w", "--log", Log().pair.key.text, "--address", "nowhere").returncode == 64


# By hand


def test_a_checkpoint_is_cosigned_by_hand_and_kept(seed, tmp_path):
    folder, keys = shutil.copytree(seed, tmp_path / "demo"), tmp_path / "witness"
    witness = Key(run("witness", "key", "--keys", keys, "--name", "witness.example/hand").stdout)
    assert run("ledger", "export", tmp_path / "export", "--data", folder).returncode == 0
    log = key_of(tmp_path / "export")
    note, cosigned = tmp_path / "note", tmp_path / "cosigned"

    def sign():
        note.write_text(run("ledger", "checkpoint", "--data", folder).stdout)
        return Note(note.read_text()).checkpoint[1]

    def cosign(*options):
        done = run("witness", "cosign", note, "--keys", keys, "--log", log.text, *options)
        cosigned.write_text(done.stdout)
        return done.returncode

    first = sign()
    older = note.read_text()
    assert cosign() == 0
    made = Note(cosigned.read_text())
    made.check(log)
    assert abs(made.check(witness) - time.time()) < 60
    kept = run("ledger", "witnessed", cosigned, "--data", folder, "--witness", witness.text)
    assert kept.returncode == 0 and f"{first} entries" in kept.stdout, kept

    second = sign()
    assert second > first and cosign() == 65, "without a proof"
    proof = tmp_path / "proof.json"
    proof.write_text(run("ledger", "prove", "--from", first, "--to", second, "--data", folder).stdout)
    assert cosign("--proof", proof) == 0
    assert run("ledger", "witnessed", cosigned, "--data", folder, "--witness", witness.text).returncode == 0
    assert run("ledger", "verify", "--data", folder).returncode == 0
    out = tmp_path / "cosigned-export"
    assert run("ledger", "export", out, "--data", folder, "--witness", witness.text).returncode == 0
    assert len(verify_export(out, log, witness)[0]) == second
    checked = run("ledger", "check-export", out, "--log", log.text, "--witness", witness.text)
    assert checked.returncode == 0 and "witness.example/hand cosigned" in checked.stdout

    # A rollback, the wrong keys, a note that is not cosigned.
    note.write_text(older)
    assert cosign() == 1 and cosigned.read_text() == ""
    assert run("witness", "cosign", note, "--keys", keys, "--log", Log().pair.key.text).returncode == 65
    assert run("witness", "cosign", note, "--keys", tmp_path / "new", "--log", Pair(log.name, LOG).key.text).returncode == 2
    assert run("ledger", "witnessed", note, "--data", folder, "--witness", witness.text).returncode == 65
    made = Note(older)
    stranger = Pair("witness.example/hand", COSIGNATURE)
    cosigned.write_text(older + stranger.cosign(made.text, 1))
    assert run("ledger", "witnessed", cosigned, "--data", folder, "--witness", witness.text).returncode == 65
    # The ledger was put back to what it was: what the witness cosigned is more than there is.
    note.write_text((out / "checkpoint").read_text())
    back = shutil.copytree(seed, tmp_path / "back")
    (back / "keys/ledger.key").write_bytes((folder / "keys/ledger.key").read_bytes())
    found = run("ledger", "witnessed", note, "--data", back, "--witness", witness.text)
    assert found.returncode == 2 and "ALARM" in found.stderr


# Our ledger, and witnesses


class PythonWitness:
    """A witness written from c2sp.org/tlog-witness."""

    def __init__(self, log):
        self.log, self.pair = log, Pair("witness.example/python", COSIGNATURE)
        self.size, self.root = 0, None
        self.answers, self.faults = [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    status, kind, text = outer.answer(self.path, body.decode())
                except Exception as fault:
                    outer.faults.append(repr(fault))
                    status, kind, text = 500, "text/plain", ""
                outer.answers.append(status)
                content = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/prefix"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path, text):
        assert path == "/prefix/add-checkpoint", path
        head, note = text.split("\n\n", 1)
        old, *steps = head.split("\n")
        assert re.fullmatch(r"old (0|[1-9]\d*)", old) and len(steps) <= 63
        old = int(old[4:])
        proof = [base64.b64decode(step, validate=True) for step in steps]
        assert all(len(step) == 32 for step in proof)
        note = Note(note)
        origin, size, root = note.checkpoint
        if origin != self.log.name:
            return 404, "text/plain", ""
        try:
            note.check(self.log)
        except Misfit:
            return 403, "text/plain", ""
        if old > size:
            return 400, "text/plain", ""
        if old != self.size:
            return 409, "text/x.tlog.size", f"{self.size}\n"
        if old == size and root != self.root:
            return 409, "text/x.tlog.size", f"{self.size}\n"
        if old == 0 or old == size:
            fits = not proof
        else:
            fits = consistent(old, self.root, size, root, proof)
        if not fits:
            return 422, "text/plain", ""
        self.size, self.root = size, root
        return 200, "text/plain", self.pair.cosign(note.text, int(time.time()))


def wait(condition, seconds=40):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


def kept(site):
    """The kept checkpoints, the largest first."""
    return [Note(row[0]) for row in site.sql("SELECT note FROM ledger_checkpoint ORDER BY size DESC, at DESC")]


def cosigned(note, key):
    try:
        return note.check(key)
    except Misfit:
        return None


@pytest.fixture
def keeper(new_site):
    """A site that is not started yet, and the key of its ledger."""
    one = new_site(start=False)
    name, secret = (one.folder / "keys/ledger.key").read_text().split()
    pair = Pair(name, LOG, Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret)))
    return one, pair


def test_the_ledger_is_cosigned_by_a_witness_of_ours_and_by_one_of_others(keeper, tmp_path):
    site, pair = keeper
    ours, theirs = Witness(tmp_path / "witness", pair.key).start(), PythonWitness(pair.key)
    try:
        site.options = ["--checkpoint-seconds", "1"]
        for one in (ours, theirs):
            site.options += ["--witness", one.address, "--witness-key", (one.key if one is ours else one.pair.key).text]
        site.start()
        both = lambda: [note for note in kept(site) if cosigned(note, ours.key) and cosigned(note, theirs.pair.key)]
        wait(lambda: len(both()) >= 2)
        work(site, 5)
        before = both()[0].checkpoint[1]
        wait(lambda: both()[0].checkpoint[1] > before + 5)
        assert not theirs.faults and set(theirs.answers) <= {200, 409}
        # It is told the size once, after a start, and knows it from then on.
        assert theirs.answers.count(409) == 0
        site.stop()
        site.start()
        before = both()[0].checkpoint[1]
        wait(lambda: both()[0].checkpoint[1] > before)
        assert theirs.answers.count(409) == 1 and not theirs.faults
        # A witness that is away costs its own cosignature and nothing else.
        ours.stop()
        wait(lambda: cosigned(kept(site)[0], theirs.pair.key) and not cosigned(kept(site)[0], ours.key))
        ours.start()
        wait(lambda: cosigned(kept(site)[0], ours.key))
        site.stop()
        assert run("ledger", "verify", "--data", site.folder).returncode == 0
        out = tmp_path / "export"
        assert run("ledger", "export", out, "--data", site.folder, "--witness", ours.key.text, "--witness", theirs.pair.key.text).returncode == 0
        assert all(abs(at - time.time()) < 120 for at in verify_export(out, pair.key, ours.key, theirs.pair.key)[1])
        said = go_says(go_program("tilecheck", tmp_path), out, pair.key, ours.key, theirs.pair.key, older=[1])
        assert said.returncode == 0, said.stdout
    finally:
        theirs.server.shutdown()
        if ours.process.poll() is None:
            ours.stop()


@pytest.mark.parametrize("fault", ["forked", "rolled back", "another key", "nonsense", "silence"])
def test_a_witness_that_does_not_agree_gives_nothing_that_is_kept(keeper, fault):
    site, pair = keeper
    witness = PythonWitness(pair.key)
    key = witness.pair.key
    if fault == "forked":
        witness.size, witness.root = 5, bytes(32)
    elif fault == "rolled back":
        witness.size, witness.root = 10**6, bytes(32)
    elif fault == "another key":
        key = Pair("witness.example/python", COSIGNATURE).key
    elif fault == "nonsense":
        witness.answer = lambda path, text: (witness.answers.append(0), (200, "text/html", "<p>Welcome</p>" * 10000))[1]
    else:
        witness.answer = lambda path, text: time.sleep(30)
    site.options = ["--checkpoint-seconds", "1", "--witness", witness.address, "--witness-key", key.text]
    try:
        before = len(site.sql("SELECT id FROM ledger_checkpoint"))
        site.start()
        wait(lambda: len(kept(site)) >= before + 2)
        assert not any(cosigned(note, key) for note in kept(site))
        for note in kept(site):
            note.check(pair.key)
        said = (site.folder.parent / (site.folder.name + ".log")).read_text()
        assert ("ALARM" in said) == (fault in ("forked", "rolled back"))
        site.stop()
    finally:
        witness.server.shutdown()
