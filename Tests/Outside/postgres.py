"""Throw-away PostgreSQL servers, and a line to them that can be cut or stalled at a chosen moment."""
import pathlib
import socket
import struct
import subprocess
import threading
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A server of its own in a folder, by way of Scripts/postgres."""

    def __init__(self, folder, url=None):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        if url is None:
            self.url = self.do("start", self.folder, self.port)

    @staticmethod
    def do(act, *arguments):
        done = subprocess.run([ROOT / "Scripts/postgres", act, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if done.returncode == 69:
            pytest.skip("NOT TESTED: " + done.stderr.strip())
        assert done.returncode == 0, (act, done.stderr)
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else None

    def kill(self):
        self.do("kill", self.folder)

    def restart(self):
        self.do("restart", self.folder)

    def standby(self, folder):
        """A server that every commit of this one waits for."""
        other = Server(folder, url="")
        other.url = self.do("standby", self.folder, folder, other.port)
        return other

    def promote(self):
        self.do("promote", self.folder)

    def remove(self):
        self.do("remove", self.folder)

    def database(self, name, template="template0"):
        """Makes a database, as a copy of another if one is named. Gives its address."""
        from conftest import ask
        ask(self.url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)

    def address(self, name, port=None):
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{name}"


class Line:
    """A proxy before a server.

    `mode` says what happens to what is sent: "pass"; "stall", it waits; "cut", connections break and none is made. And once,
    to the next COMMIT of what was written: `at_commit` "lose", the line breaks before the server hears it; "break", it breaks when the server has
    committed and before the answer comes; "hold", the answer does not come, and the line looks sound; "end", the server
    says that it has committed, and then that it shuts down; "fall", it has committed and says only that it shuts down.
    """

    def __init__(self, port):
        self.target = port
        self.mode = "pass"
        self.at_commit = None
        self.then = None
        self.commits = 0
        self.struck = threading.Event()
        self.open = set()
        self.lock = threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def strike(self, at_commit, then="pass"):
        """Arms the line for the next COMMIT, after which it goes on as `then`."""
        self.struck.clear()
        self.then = then
        self.at_commit = at_commit

    def set(self, mode):
        self.mode = mode
        if mode == "cut":
            with self.lock:
                pairs = list(self.open)
            for pair in pairs:
                self.end(pair)

    def close(self):
        self.door.close()
        self.set("cut")

    def accept(self):
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            if self.mode == "cut":
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            pair = Pair(near, far)
            with self.lock:
                self.open.add(pair)
            threading.Thread(target=self.out, args=(pair,), daemon=True).start()
            threading.Thread(target=self.back, args=(pair,), daemon=True).start()

    def end(self, pair):
        with self.lock:
            self.open.discard(pair)
        for one in (pair.near, pair.far):
            try:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def wait(self, pair):
        while self.mode == "stall" or pair.held:
            if pair.near.fileno() < 0:
                return
            time.sleep(0.005)

    def out(self, pair):
        """From the program to the server."""
        try:
            while data := pair.near.recv(65536):
                self.wait(pair)
                if pair.commits(data):
                    with self.lock:
                        self.commits += 1
                        at_commit, self.at_commit = self.at_commit, None
                    if at_commit:
                        pair.committing = at_commit
                        if at_commit == "lose":
                            break
                pair.far.sendall(data)
        except OSError:
            pass
        self.over(pair)

    def back(self, pair):
        """From the server to the program."""
        try:
            while data := pair.far.recv(65536):
                self.wait(pair)
                if pair.committing and b"COMMIT\0" in data:
                    if pair.committing == "break":
                        break
                    if pair.committing in ("end", "fall"):
                        tag = b"C\0\0\0\x0bCOMMIT\0"
                        said = data[:data.index(tag)] + (tag if pair.committing == "end" else b"")
                        words = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
                        pair.near.sendall(said + b"E" + struct.pack(">I", len(words) + 4) + words)
                        time.sleep(0.05)
                        break
                    pair.held = True
                    self.mode = self.then
                    self.struck.set()
                    self.wait(pair)
                pair.near.sendall(data)
        except OSError:
            pass
        self.over(pair)

    def over(self, pair):
        if pair.committing in ("lose", "break", "end", "fall") and not self.struck.is_set():
            self.set(self.then)
            self.struck.set()
        self.end(pair)


class Pair:
    """A connection through the line. It reads along, as far as it takes to see a COMMIT go by."""

    def __init__(self, near, far):
        self.near, self.far = near, far
        self.committing = None
        self.held = False
        self.begun = False
        self.rest = b""
        self.names, self.writers = set(), set()
        self.writes = False

    def commits(self, data):
        self.rest += data
        found = False
        while True:
            if not self.begun:
                if len(self.rest) < 8:
                    return found
                length, code = struct.unpack(">II", self.rest[:8])
                if len(self.rest) < length:
                    return found
                self.rest = self.rest[length:]
                # Not a request for encryption, which goes before.
                self.begun = code == 196608
                continue
            if len(self.rest) < 5:
                return found
            kind, length = self.rest[:1], struct.unpack(">I", self.rest[1:5])[0]
            if len(self.rest) < 1 + length:
                return found
            body, self.rest = self.rest[5:1 + length], self.rest[1 + length:]
            if kind == b"P":
                name, sql = body.split(b"\0")[:2]
                for names, fits in ((self.names, sql == b"COMMIT"), (self.writers, sql.startswith(b"BEGIN") and b"READ WRITE" in sql)):
                    (names.add if fits else names.discard)(name)
            if kind == b"B":
                name = body.split(b"\0")[1]
                if name in self.writers:
                    self.writes = True
                # A reading is ended with a COMMIT too.
                elif name in self.names:
                    found = found or self.writes
                    self.writes = False
