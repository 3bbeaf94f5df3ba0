"""The audit trail on a disk that fails its database: full, or emptied. Needs a small file system of its own (root, tmpfs)."""

import itertools
import json
import os
import pathlib
import socket
import subprocess
import tempfile

import pytest

from service import Service


@pytest.fixture
def disk():
    folder = tempfile.mkdtemp(prefix="camera-service-disk-")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=True)
    yield pathlib.Path(folder)
    subprocess.run(["umount", "-l", folder], check=True)
    os.rmdir(folder)


@pytest.fixture
def own(disk):
    service = Service(state=disk / "state", demo=False)
    try:
        yield service.start()
    finally:
        service.close()


def fill(disk):
    """Takes all space there is; the service may be taking some meanwhile."""
    with open(disk / "ballast", "ab", buffering=0) as ballast:
        for size in (1024 * 1024, 4096):
            try:
                while ballast.write(bytes(size)) == size:
                    pass
            except OSError:
                pass


class Control:
    """A client of the control socket: a line each way."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(35)
        self.socket.connect(str(path))
        self.lines = self.socket.makefile("rwb")
        self.numbers = itertools.count(1)

    def call(self, method, **params):
        number = next(self.numbers)
        self.lines.write(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n")
        self.lines.flush()
        while True:
            answer = json.loads(self.lines.readline())
            if answer.get("id") == number:
                return answer


def announced(service):
    export = service.ctl("audit", "export", "--database", str(service.state / "camera-service.db")).stdout
    records = [json.loads(line) for line in export.splitlines()]
    return [record["target"] for record in records if record.get("action") == "token.announced"]


def test_every_token_that_was_given_out_stands_in_the_trail(own, disk):
    control = Control(own.socket_path)
    fill(disk)
    given = []
    # The database has some room of its own; how much, nobody knows.
    for number in range(5000):
        answer = control.call("issue_token", user_id=f"user{number}", role="viewer")
        if "error" in answer:
            break
        given.append(f"user{number}")
    assert answer.get("error", {}).get("code") == -32050, answer
    own.kill()
    (disk / "ballast").unlink()
    own.start()
    own.stop()
    there = announced(own)
    assert [user for user in given if user not in there] == [], f"{len(given)} were given out"
    own.start()
    assert Control(own.socket_path).call("issue_token", user_id="late", role="viewer")["result"]["token"]


def test_an_emptied_database_ends_the_start_with_one_sentence(own):
    own.stop()
    database = own.state / "camera-service.db"
    os.truncate(database, 0)
    done = subprocess.run(own.arguments(), capture_output=True, text=True, timeout=30)
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1, done.stderr
    assert last == (f"camera-service: cannot use the database {database}: it is empty, and there was a database before; "
                    "restore a backup, or remove it to begin with an empty one"), last
    assert database.stat().st_size == 0
    database.unlink()
    own.start()
    assert "the audit trail was changed" in own.log()
