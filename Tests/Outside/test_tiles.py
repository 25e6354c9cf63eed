"""An exported ledger can be verified by others: here by a verifier written from the standard, and by Go's tlog and note."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import struct
import subprocess
import time
import warnings

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from conftest import ROOT, Site, run

LOG, COSIGNATURE = 1, 4


# A verifier written from c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and RFC 6962. It knows nothing
# of the program.


class Misfit(Exception):
    """What does not fit."""


def expect(holds, what):
    if not holds:
        raise Misfit(what)


class Key:
    """A verifier key: name+hash+base64 of a type byte and the public key."""

    def __init__(self, text):
        self.text = text.strip()
        self.name, short, encoded = self.text.split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        self.type, self.public = raw[0], raw[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        expect(len(self.public) == 32 and self.id.hex() == short, f"the key {text}")


class Note:
    """A text with signature lines beneath."""

    def __init__(self, whole):
        expect(whole.endswith("\n") and "\n\n" in whole, "the form of the note")
        self.text, lines = whole.rsplit("\n\n", 1)
        self.text += "\n"
        self.signatures = []
        for line in lines.splitlines():
            dash, name, encoded = line.split(" ")
            expect(dash == "\u2014", "a signature line")
            self.signatures.append((name, base64.b64decode(encoded, validate=True)))

    def of(self, key):
        return [signature[4:] for name, signature in self.signatures if name == key.name and signature[:4] == key.id]

    def check(self, key):
        """That the ledger's key signed it. For a witness's key: the time at which it cosigned."""
        found = self.of(key)
        expect(found, f"no signature of {key.name}")
        public = Ed25519PublicKey.from_public_bytes(key.public)
        times = []
        for signature in found:
            try:
                if key.type == LOG:
                    public.verify(signature, self.text.encode())
                else:
                    expect(key.type == COSIGNATURE and len(signature) == 72, "the form of a cosignature")
                    times.append(struct.unpack(">Q", signature[:8])[0])
                    public.verify(signature[8:], f"cosignature/v1\ntime {times[-1]}\n{self.text}".encode())
            except InvalidSignature:
                raise Misfit(f"the signature of {key.name}") from None
        return max(times, default=None)

    @property
    def checkpoint(self):
        lines = self.text.split("\n")
        expect(len(lines) >= 4 and lines[-1] == "" and str(int(lines[1])) == lines[1], "the form of the checkpoint")
        return lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(hashes):
    """RFC 6962, 2.1."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(tree_root(hashes[:split]), tree_root(hashes[split:]))


def consistency_proof(first, hashes, complete=True):
    """RFC 6962, 2.1.2."""
    if first == len(hashes):
        return [] if complete else [tree_root(hashes)]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if first <= split:
        return consistency_proof(first, hashes[:split], complete) + [tree_root(hashes[split:])]
    return consistency_proof(first - split, hashes[split:], False) + [tree_root(hashes[:split])]


def consistent(size1, root1, size2, root2, proof):
    """RFC 9162, 2.1.4.2, for 0 < size1 < size2."""
    proof = list(proof)
    if size1 & (size1 - 1) == 0:
        proof.insert(0, root1)
    if not proof:
        return False
    first, last = size1 - 1, size2 - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    hash1 = hash2 = proof[0]
    for step in proof[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            hash1, hash2 = node_hash(step, hash1), node_hash(step, hash2)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            hash2 = node_hash(hash2, step)
        first, last = first >> 1, last >> 1
    return last == 0 and hash1 == root1 and hash2 == root2


def place(level, index, width=256):
    digits = f"{index % 1000:03}"
    while index >= 1000:
        index //= 1000
        digits = f"x{index % 1000:03}/{digits}"
    return f"tile/{level}/{digits}" + ("" if width == 256 else f".p/{width}")


def bundle_of(data, width):
    entries = []
    while data:
        length = struct.unpack(">H", data[:2])[0]
        expect(len(data) >= 2 + length, "the length of an entry")
        entries.append(data[2:2 + length])
        data = data[2 + length:]
    expect(len(entries) == width, "the number of entries in a bundle")
    return entries


def verify_export(folder, log, *witnesses):
    """Gives the entries and the times of the witnesses, or raises `Misfit`."""
    folder = pathlib.Path(folder)
    note = Note((folder / "checkpoint").read_text())
    note.check(log)
    origin, size, root = note.checkpoint
    expect(origin == log.name, "the origin")
    times = [note.check(witness) for witness in witnesses]
    expected = {}
    entries = []
    for start in range(0, size, 256):
        path = place("entries", start // 256, min(256, size - start))
        expected[path] = (folder / path).read_bytes()
        entries += bundle_of(expected[path], min(256, size - start))
    hashes = [leaf_hash(entry) for entry in entries]
    expect(tree_root(hashes) == root, "the root")
    level = 0
    while hashes:
        for start in range(0, len(hashes), 256):
            expected[place(level, start // 256, len(hashes[start:start + 256]))] = b"".join(hashes[start:start + 256])
        hashes = [tree_root(hashes[start:start + 256]) for start in range(0, len(hashes) - 255, 256)]
        level += 1
    for path, content in expected.items():
        expect((folder / path).is_file() and (folder / path).read_bytes() == content, path)
    for file in (folder / "tile").rglob("*"):
        path = str(file.relative_to(folder))
        if file.is_file() and path not in expected:
            # Only an unfinished tile of an older checkpoint may lie beside, and only as the beginning of what is there now.
            whole, _, width = path.partition(".p/")
            now = [content for other, content in expected.items() if other.split(".p/")[0] == whole]
            content = file.read_bytes()
            expect(width and now and now[0].startswith(content), f"{path} is in the way")
            if whole.startswith("tile/entries/"):
                bundle_of(content, int(width))
            else:
                expect(len(content) == 32 * int(width), path)
    return entries, times


def test_the_verifier_itself_knows_the_published_roots():
    leaves = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70))]
    assert tree_root([leaf_hash(one) for one in leaves]).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert place(0, 1234067) == "tile/0/x001/x234/067" and place("entries", 0, 7) == "tile/entries/000.p/7"
    assert place(2, 1000000) == "tile/2/x001/x000/000"


# Go


def go_program(source, tmp_path):
    go = shutil.which("go")
    if go is None or not pathlib.Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir():
        reason = "NOT CHECKED against Go's tlog and note: install the packages golang-go and golang-golang-x-mod-dev"
        print(reason)
        warnings.warn(reason)
        pytest.skip(reason)
    environment = {
        **os.environ, "GO111MODULE": "off", "GOFLAGS": "", "GOPATH": f"{tmp_path}:/usr/share/gocode",
        "GOCACHE": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    program = tmp_path / source
    subprocess.run([go, "build", "-o", program, ROOT / "Tests/Outside" / source / "main.go"], env=environment, check=True, timeout=300)
    return program


@pytest.fixture(scope="module")
def tiles_in_go(tmp_path_factory):
    return go_program("tilecheck", tmp_path_factory.mktemp("go"))


def go_says(program, folder, log, *witnesses, older=()):
    return subprocess.run(
        [program, folder, log.text, *[one.text for one in witnesses], "--", *map(str, older)], capture_output=True, text=True, timeout=120)


# Exports


def work(site, times):
    """Fills the ledger: every page that is looked at leaves an entry."""
    client = site.browser()
    for _ in range(times):
        client.get("/")
        client.get("/decisions")


def size_of(folder):
    return Note((pathlib.Path(folder) / "checkpoint").read_text()).checkpoint[1]


@pytest.fixture(scope="module")
def grown(seed, tmp_path_factory):
    """A ledger that was exported three times as it grew over the edge of a bundle; the folder as it was each time."""
    base = tmp_path_factory.mktemp("grown")
    folder, out = base / "demo", base / "export"
    shutil.copytree(seed, folder)
    steps = []
    one = Site(folder)
    for step in range(3):
        # Up to the next bundle and beyond, in the first two rounds a little, in the last all the way.
        before = size_of(steps[-1]) if steps else 0
        one.start()
        while True:
            work(one, 10)
            now = int(next(line for line in one.browser().get("/metrics").text.splitlines() if line.startswith("discretion_ledger_entries ")).split()[1])
            if now >= (before // 256 + 1) * 256 + 5 if step == 2 else now > before:
                break
        one.stop()
        made = run("ledger", "export", out, "--data", folder)
        assert made.returncode == 0, made.stderr
        steps.append(shutil.copytree(out, base / f"step-{step}"))
    return folder, steps


def key_of(folder):
    return Key((pathlib.Path(folder) / "key").read_text())


def test_an_export_is_verified_by_a_verifier_of_the_standard(grown):
    folder, steps = grown
    for step in steps:
        entries, _ = verify_export(step, key_of(step))
        assert entries[0].startswith(b"discretion ledger entry 1\n0\n")
        assert all(entry.startswith(f"discretion ledger entry 1\n{index}\n".encode()) for index, entry in enumerate(entries))
    assert (steps[-1] / "tile/0/000").is_file() and (steps[-1] / "tile/entries/000").is_file()


def test_an_export_is_verified_by_go(grown, tiles_in_go):
    _, steps = grown
    sizes = [size_of(step) for step in steps]
    for step, size in zip(steps, sizes):
        said = go_says(tiles_in_go, step, key_of(step), older=[one for one in [1, 2, *sizes, size] if one <= size])
        assert said.returncode == 0, said.stdout + said.stderr
        assert json.loads(said.stdout)["Size"] == size


def test_go_finds_what_was_changed(grown, tiles_in_go, tmp_path):
    _, steps = grown
    for number, name in enumerate(["tile/0/000", "tile/entries/000", place(1, 0, size_of(steps[-1]) // 256)]):
        copy = shutil.copytree(steps[-1], tmp_path / str(number))
        content = bytearray((copy / name).read_bytes())
        content[5] ^= 1
        (copy / name).write_bytes(content)
        assert go_says(tiles_in_go, copy, key_of(copy)).returncode == 1, name


def test_an_export_goes_on_and_comes_to_the_same_as_one_made_at_once(grown, tmp_path):
    folder, steps = grown
    fresh = tmp_path / "fresh"
    assert run("ledger", "export", fresh, "--data", folder).returncode == 0
    files = {str(file.relative_to(fresh)): file.read_bytes() for file in fresh.rglob("*") if file.is_file()}
    for path, content in files.items():
        assert (steps[-1] / path).read_bytes() == content, path
    beside = {str(file.relative_to(steps[-1])) for file in steps[-1].rglob("*") if file.is_file()} - set(files)
    assert all(".p/" in path for path in beside), beside


def test_a_full_tile_is_never_written_again_and_its_unfinished_ones_go(grown, tmp_path):
    folder, steps = grown
    out = shutil.copytree(steps[0], tmp_path / "out")
    old = {file: file.stat().st_mtime_ns for file in (out / "tile").rglob("*") if file.is_file() and ".p/" not in str(file)}
    time.sleep(0.05)
    assert run("ledger", "export", out, "--data", folder).returncode == 0
    assert all(file.stat().st_mtime_ns == at for file, at in old.items())
    size = size_of(steps[0])
    assert not (out / place("entries", size // 256, size % 256)).exists()
    assert not (out / place(0, size // 256, size % 256)).exists()
    verify_export(out, key_of(out))


def test_an_export_that_was_broken_off_is_taken_up_again(grown, tmp_path):
    folder, steps = grown
    out = shutil.copytree(steps[0], tmp_path / "out")
    half = out / "tile/entries" / f"{size_of(steps[0]) // 256:03}"
    half.write_bytes(b"half of it")
    assert run("ledger", "export", out, "--data", folder).returncode == 0
    verify_export(out, key_of(out))
    (out / "checkpoint").unlink()
    assert run("ledger", "export", out, "--data", folder).returncode == 0
    verify_export(out, key_of(out))


def test_json_lines_are_written_when_asked_for(grown, tmp_path):
    folder, _ = grown
    out = tmp_path / "out"
    assert run("ledger", "export", out, "--data", folder).returncode == 0
    assert not (out / "entries.jsonl").exists()
    assert run("ledger", "export", out, "--data", folder, "--json-lines").returncode == 0
    entries, _ = verify_export(out, key_of(out))
    lines = [json.loads(line) for line in (out / "entries.jsonl").read_text().splitlines()]
    assert [base64.b64decode(line["leafHash"]) for line in lines] == [leaf_hash(entry) for entry in entries]


def test_an_export_of_another_ledger_or_of_other_entries_is_not_continued(grown, seed, tmp_path):
    folder, steps = grown
    out = shutil.copytree(steps[-1], tmp_path / "out")
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}

    def refused(data):
        made = run("ledger", "export", out, "--data", data)
        assert made.returncode == 2 and made.stderr, made
        assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before

    other = tmp_path / "other"
    Site(other).start().stop()
    refused(other)
    # The same key over fewer entries: a ledger that was put back from an older copy.
    older = shutil.copytree(seed, tmp_path / "older")
    (older / "keys/ledger.key").write_bytes((folder / "keys/ledger.key").read_bytes())
    refused(older)
    # The edge was tampered with: what goes on from it would not be this ledger.
    size = size_of(out)
    edge = out / place(0, size // 256, size % 256)
    edge.write_bytes(bytes([edge.read_bytes()[0] ^ 1]) + edge.read_bytes()[1:])
    before[edge] = edge.read_bytes()
    refused(folder)
    edge.unlink()
    del before[edge]
    refused(folder)
    shutil.copy(steps[-1] / edge.relative_to(out), edge)
    before[edge] = edge.read_bytes()
    bundle = out / place("entries", size // 256, size % 256)
    bundle.write_bytes(bundle.read_bytes()[:-1] + bytes([bundle.read_bytes()[-1] ^ 1]))
    before[bundle] = bundle.read_bytes()
    refused(folder)


# check-export


def test_check_export_ends_with_0_when_all_fits(grown):
    _, steps = grown
    for step in steps:
        found = run("ledger", "check-export", step, "--log", key_of(step).text)
        assert found.returncode == 0 and str(size_of(step)) in found.stdout, found
        assert run("ledger", "check-export", step).returncode == 0


def test_check_export_finds_every_file_that_was_changed_or_taken_out(grown, tmp_path):
    _, steps = grown
    out = shutil.copytree(steps[-1], tmp_path / "out")
    size = size_of(out)
    for file in [file for file in out.rglob("*") if file.is_file() and file.name != "key"]:
        content = file.read_bytes()
        path = str(file.relative_to(out))
        for changed in (bytes([content[0] ^ 1]) + content[1:], content[:-1] + bytes([content[-1] ^ 1]), content[:-1], content + b"\0"):
            file.write_bytes(changed)
            assert run("ledger", "check-export", out).returncode in ((1, 65) if path == "checkpoint" else (1,)), path
            with pytest.raises((Misfit, ValueError, struct.error)):
                verify_export(out, key_of(out))
        file.unlink()
        # An unfinished tile of an older checkpoint may go.
        needed = ".p/" not in path or int(path.split("/")[-1]) == (size >> (8 if path.startswith("tile/1/") else 0)) % 256
        assert run("ledger", "check-export", out).returncode == (65 if path == "checkpoint" else 1 if needed else 0), path
        file.write_bytes(content)
    assert run("ledger", "check-export", out).returncode == 0


def test_check_export_wants_the_right_key_and_every_witness_named(grown, tmp_path):
    _, steps = grown
    own = key_of(steps[-1])
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes_raw()

    def vkey(name, kind):
        raw = bytes([kind]) + public
        return f"{name}+{hashlib.sha256(name.encode() + b'%c' % 10 + raw).digest()[:4].hex()}+{base64.b64encode(raw).decode()}"

    impostor, witness = vkey(own.name, LOG), vkey("witness.example/one", COSIGNATURE)
    assert run("ledger", "check-export", steps[-1], "--log", impostor).returncode == 1
    assert run("ledger", "check-export", steps[-1], "--log", vkey("other", LOG)).returncode == 1
    assert run("ledger", "check-export", steps[-1], "--witness", witness).returncode == 1
    assert run("ledger", "check-export", steps[-1], "--witness", own.text).returncode == 65
    assert run("ledger", "check-export", steps[-1], "--log", "no key").returncode == 65
    assert run("ledger", "check-export", tmp_path).returncode == 65
    # The same checkpoint with the witness's line beneath.
    out = shutil.copytree(steps[-1], tmp_path / "out")
    note = Note((out / "checkpoint").read_text())
    seconds = 1795514400
    signature = secret.sign(f"cosignature/v1\ntime {seconds}\n{note.text}".encode())
    line = base64.b64encode(Key(witness).id + struct.pack(">Q", seconds) + signature).decode()
    with open(out / "checkpoint", "a") as file:
        file.write(f"\u2014 witness.example/one {line}\n")
    found = run("ledger", "check-export", out, "--witness", witness)
    assert found.returncode == 0 and "2026-11-24T" in found.stdout, found
    assert verify_export(out, own, Key(witness))[1] == [seconds]
