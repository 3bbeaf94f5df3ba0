"""A full disk: precise errors, nothing lost, and work resumes. Needs a small file system of its own (root, tmpfs)."""

import os
import pathlib
import subprocess
import tempfile

import pytest

from media import plays
from rpc import Rpc, RpcError
from service import Service, wait_for

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def disk():
    folder = tempfile.mkdtemp(prefix="camera-service-disk-")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=True)
    yield pathlib.Path(folder)
    subprocess.run(["umount", "-l", folder], check=True)
    os.rmdir(folder)


@pytest.fixture(scope="module")
def own(disk):
    (disk / "media").mkdir()
    service = Service(settings={"storage.recordings_dir": disk / "media" / "recordings", "storage.snapshots_dir": disk / "media" / "snapshots",
                                "storage.minimum_free_percent": 5})
    try:
        yield service.start()
    finally:
        service.close()


def fill(disk, leave):
    """Takes all space but `leave` bytes."""
    free = os.statvfs(disk)
    size = free.f_bavail * free.f_frsize - leave
    with open(disk / "ballast", "ab") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, max(size, 1))


def test_a_running_recording_ends_playable_and_new_ones_are_refused_until_there_is_space(own, disk):
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: admin.call("get_camera_list")["connected"] == 2, 30, "cameras are connected")
        admin.call("subscribe_events", topics=["recording_status_update", "recording.error"])
        kept = admin.call("take_snapshot", device="camera0")["filename"]
        name = admin.call("start_recording", device="camera0")["filename"]
        fill(disk, 1 * MEGABYTE)
        ended = admin.wait_event("recording_status_update", 15, lambda p: p["status"] in ("ERROR", "STOPPED"))
        assert ended["filename"] == name and ended["status"] == "ERROR" and ended["cause"] == "storage_full"
        assert plays(disk / "media" / "recordings" / "manual" / name)
        for method in ("start_recording", "take_snapshot"):
            with pytest.raises(RpcError) as refused:
                admin.call(method, device="camera0")
            assert refused.value.code == -32020 and refused.value.data["state"] == "storage_full"
        assert admin.call("get_storage_info")["low_space_warning"] is True
        (disk / "ballast").unlink()
        again = admin.call("start_recording", device="camera0")["filename"]
        assert admin.call("stop_recording", device="camera0")["filename"] == again
        admin.call("take_snapshot", device="camera0")
        assert kept in [row["filename"] for row in admin.call("list_snapshots")["files"]]
        names = {row["filename"] for row in admin.call("list_recordings")["files"]}
        assert {name, again} <= names
        on_disk = {p.name for p in (disk / "media" / "recordings" / "manual").iterdir()}
        assert on_disk == names


def test_a_disk_that_fills_between_two_looks_ends_the_recording_through_its_write_error(own, disk):
    with Rpc(own.ws_url, own.token()) as admin:
        admin.call("subscribe_events", topics=["recording_status_update"])
        name = admin.call("start_recording", device="camera1")["filename"]
        fill(disk, 0)
        ended = admin.wait_event("recording_status_update", 15, lambda p: p["status"] in ("ERROR", "STOPPED"))
        assert ended["cause"] == "storage_full"
        (disk / "ballast").unlink()
        assert plays(disk / "media" / "recordings" / "manual" / name)
        empty = [p for p in (disk / "media").rglob("*") if p.is_file() and p.stat().st_size == 0]
        assert not empty
        admin.call("take_snapshot", device="camera1")
