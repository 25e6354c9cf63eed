"""Reads and writes sealed content by Docs/sealed-content.md alone, with another implementation of the ciphers."""
import base64
import hashlib
import hmac
import os
import pathlib
import re
import sqlite3

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAMES = "#names"
FILE_KEY = b"discretion file key 1\n"
CONTENT = b"discretion sealed content 1\n"
COUNT = re.compile(rb"(0|[1-9][0-9]*):")
NUMBER = re.compile(rb"0|-?[1-9][0-9]*")


class DoesNotOpen(Exception):
    pass


def encode(row, salt=None):
    """The plaintext of a row: a dictionary of names to None, int, str or bytes."""
    out = os.urandom(16) if salt is None else salt
    for name, value in sorted((name.encode(), value) for name, value in row.items()):
        if value is None:
            continue
        kind, raw = {int: (b"i", lambda: str(value).encode()), str: (b"t", lambda: value.encode()), bytes: (b"b", lambda: value)}[type(value)]
        raw = raw()
        out += b"%d:%s%s%d:%s" % (len(name), name, kind, len(raw), raw)
    return out


def decode(plaintext):
    """The salt and the row of a plaintext."""
    if len(plaintext) < 16:
        raise DoesNotOpen()
    row, last, at = {}, b"", 16

    def part():
        nonlocal at
        count = COUNT.match(plaintext, at)
        if not count or count.end() + int(count[1]) > len(plaintext):
            raise DoesNotOpen()
        at = count.end() + int(count[1])
        return plaintext[count.end():at]

    while at < len(plaintext):
        name = part()
        kind = plaintext[at:at + 1]
        at += 1
        value = part()
        if name <= last or kind not in (b"t", b"i", b"b") or kind == b"i" and not (NUMBER.fullmatch(value) and -2**63 <= int(value) < 2**63):
            raise DoesNotOpen()
        last = name
        try:
            row[name.decode()] = {b"t": lambda: value.decode(), b"i": lambda: int(value), b"b": lambda: value}[kind]()
        except UnicodeDecodeError:
            raise DoesNotOpen() from None
    return plaintext[:16], row


def commitment(plaintext):
    return hashlib.sha256(CONTENT + plaintext).digest()


def token(index_key, kind, place, term):
    return int.from_bytes(hmac.new(index_key, f"{kind}\n{place}\n{term}".encode(), hashlib.sha256).digest()[:8], "big", signed=True)


def gcm_seal(key, plaintext, bound):
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, bound)


def gcm_open(key, box, bound):
    try:
        return AESGCM(key).decrypt(bytes(box[:12]), bytes(box[12:]), bound)
    except (InvalidTag, ValueError):
        raise DoesNotOpen() from None


class Keys:
    """The master keys of a folder of keys."""

    def __init__(self, keys_folder):
        self.folder = pathlib.Path(keys_folder) / "master"

    def current(self):
        return (self.folder / "current").read_text().removesuffix("\n")

    def master(self, master_id):
        text = (self.folder / f"{master_id}.key").read_text()
        key = base64.b64decode(text.split(" ")[2], validate=True)
        check = hashlib.sha256(key).digest()[:4]
        written = f"discretion-master-key-1 {master_id} {base64.b64encode(key).decode()} {base64.b64encode(check).decode()}\n"
        assert len(key) == 32 and text == written, f"{master_id}.key is damaged"
        return key

    def unwrap(self, master_id, wrapped, file):
        key = gcm_open(self.master(master_id), wrapped, FILE_KEY + file.encode())
        if len(key) != 32:
            raise DoesNotOpen()
        return key

    def wrap(self, master_id, key, file):
        return gcm_seal(self.master(master_id), key, FILE_KEY + file.encode())

    @staticmethod
    def plaintext(filekey, box, record):
        return gcm_open(filekey, box, CONTENT + record.encode())

    @classmethod
    def open(cls, filekey, box, record):
        return decode(cls.plaintext(filekey, box, record))[1]

    @staticmethod
    def seal(filekey, row, record):
        """The box and the commitment."""
        plaintext = encode(row)
        return gcm_seal(filekey, plaintext, CONTENT + record.encode()), commitment(plaintext)

    commitment = staticmethod(commitment)
    token = staticmethod(token)


class SealedDatabase:
    """A database file with the keys that open it. Only reads it."""

    def __init__(self, path, keys_folder):
        self.keys = Keys(keys_folder)
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.connection.row_factory = sqlite3.Row

    def close(self):
        self.connection.close()

    def file_key(self, file):
        """The key of a file; None when it has none, or none any more."""
        row = self.connection.execute("SELECT master, wrapped FROM file_key WHERE file = ?", [file]).fetchone()
        return row and self.keys.unwrap(row["master"], row["wrapped"], file)

    def opened(self, table, where="1=1", *values):
        """The rows of a table with the columns of their sealed content among the plain ones. Without the file's key, the
        plain ones alone. Raises unless each box opens and is the one that was committed to."""
        rows = []
        for stored in self.connection.execute(f"SELECT * FROM {table} WHERE {where}", values).fetchall():
            row = dict(stored)
            box, committed, file = row.pop("sealed"), row.pop("commitment"), row["file"]
            key = self.file_key(file)
            if key is not None:
                plaintext = self.keys.plaintext(key, box, f"{table}/{row['id']}")
                if commitment(plaintext) != committed:
                    raise DoesNotOpen()
                row |= decode(plaintext)[1]
            rows.append(row)
        return rows

    def token(self, kind, place, term):
        return token(self.file_key(NAMES), kind, place, term)
