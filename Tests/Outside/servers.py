"""PostgreSQL for the tests: a server that is named, or one of our own; and a fresh database for each test."""
import os
import re
import shutil
import subprocess
import tempfile
import uuid

import pytest

from conftest import ROOT


def psql(url, *statements):
    """Runs statements on a server, and gives what they answer, a line each."""
    commands = [part for statement in statements for part in ("-c", statement)]
    answer = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1", *commands, url],
        capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()


@pytest.fixture(scope="session")
def postgres():
    """The address of a server: the one in DISCRETION_TEST_POSTGRES, or a throw-away one."""
    named = os.environ.get("DISCRETION_TEST_POSTGRES")
    if named:
        yield named
        return
    if not shutil.which("psql"):
        pytest.skip("PostgreSQL is not installed")
    script, folder = str(ROOT / "Scripts" / "postgres"), tempfile.mkdtemp(prefix="discretion-pg-")
    started = subprocess.run([script, "start", folder], capture_output=True, text=True, timeout=120)
    if started.returncode == 69:
        pytest.skip("PostgreSQL is not installed")
    assert started.returncode == 0, started.stderr
    yield started.stdout.split()[-1]
    subprocess.run([script, "remove", folder], capture_output=True, timeout=60)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(postgres):
    """Makes databases of their own on the server, and takes them away."""
    names = []

    def make():
        name = "test_" + uuid.uuid4().hex
        psql(postgres, f"CREATE DATABASE {name}")
        names.append(name)
        # The database stands between the server and the options.
        return re.sub(r"^(postgres(?:ql)?://[^/?]*)(/[^?]*)?", lambda found: f"{found[1]}/{name}", postgres, count=1)

    yield make
    for name in names:
        psql(postgres, f"DROP DATABASE {name} WITH (FORCE)")
