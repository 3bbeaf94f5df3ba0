"""A full disk: precise errors, nothing lost, and work resumes. Needs a small file system of its own (root, tmpfs)."""

import os
import pathlib
import subprocess
import tempfile

import pytest
import requests

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


def health(service):
    return requests.get(f"{service.http_url}/health", timeout=5).json()


def mount(size="64m"):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="camera-service-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    return folder


def unmount(folder):
    subprocess.run(["umount", "-l", folder], check=True)
    os.rmdir(folder)


def test_a_service_starts_on_a_full_disk_says_so_and_works_again_when_there_is_space():
    own_disk = mount()
    service = Service(state=own_disk / "state", settings={"storage.minimum_free_percent": 5})
    try:
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            wait_for(lambda: admin.call("get_camera_list")["connected"] == 2, 30, "cameras are connected")
            kept = admin.call("start_recording", device="camera0")["filename"]
            admin.call("stop_recording", device="camera0")
            wait_for(lambda: health(service)["status"] == "HEALTHY", 10, "the health is whole")
        assert service.stop()[0] == 0
        before = len(service.log())
        fill(own_disk, 0)
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            assert admin.call("get_status")["status"] == "DEGRADED"
            assert [row["filename"] for row in admin.call("list_recordings")["files"]] == [kept]
            url = admin.call("get_recording_info", filename=kept)["download_url"]
            assert requests.get(url, timeout=5).status_code == 200
            wait_for(lambda: admin.call("get_camera_list")["connected"] == 2, 30, "cameras are live without space")
            wait_for(lambda: admin.call("get_status")["components"]["mediamtx"] == "RUNNING", 10, "MediaMTX runs")
            assert health(service)["status"] == "DEGRADED"
            details = requests.get(f"{service.http_url}/health/detailed", timeout=5).json()
            storage = next(part for part in details["components"] if part["name"] == "storage")
            assert storage["status"] == "ERROR" and "full" in storage["message"], storage
            ready = admin.call("get_system_status")
            assert ready["status"] == "partial" and "full" in ready["message"], ready
            for method in ("start_recording", "take_snapshot"):
                with pytest.raises(RpcError) as refused:
                    admin.call(method, device="camera0")
                assert refused.value.code == -32020 and refused.value.data["state"] == "storage_full"
            assert "full" in service.log()[before:]
            (own_disk / "ballast").unlink()
            wait_for(lambda: health(service)["status"] == "HEALTHY", 15, "the health is whole again by itself")
            assert admin.call("get_status")["status"] == "HEALTHY"
            assert admin.call("get_system_status")["status"] == "ready"
            again = admin.call("start_recording", device="camera0")["filename"]
            admin.call("stop_recording", device="camera0")
        assert service.stop()[0] == 0
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            names = [row["filename"] for row in admin.call("list_recordings")["files"]]
            assert names == [again, kept]
    except AssertionError:
        print(service.log_tail())
        raise
    finally:
        service.close()
        unmount(own_disk)


def test_a_first_start_on_a_full_disk_ends_with_one_sentence():
    own_disk = mount("4m")
    fill(own_disk, 0)
    service = Service(state=own_disk / "state")
    try:
        done = subprocess.run(service.arguments(), capture_output=True, text=True, timeout=30)
        last = done.stderr.strip().splitlines()[-1]
        assert done.returncode == 1 and last.startswith("camera-service: "), done.stderr
        assert "No space left" in last or "full" in last, last
        assert "make room" in last, last
    finally:
        service.close()
        unmount(own_disk)


def test_health_tells_of_a_full_disk_and_of_a_lost_folder_and_heals():
    own_disk = mount()
    recordings = own_disk / "media" / "recordings"
    recordings.parent.mkdir()
    service = Service(settings={"storage.recordings_dir": recordings, "storage.minimum_free_percent": 5})
    try:
        service.start()
        wait_for(lambda: health(service)["status"] == "HEALTHY", 15, "the health is whole")
        with Rpc(service.ws_url, service.token()) as admin:
            admin.call("subscribe_events", topics=["system_health_update"])

            def phase(status, seconds):
                wait_for(lambda: health(service)["status"] == status, seconds, f"/health says {status}")
                assert admin.call("get_status")["status"] == status
                assert admin.wait_event("system_health_update", 5, lambda p: p["status"] == status)
                return admin.call("get_system_status")

            fill(own_disk, MEGABYTE)
            report = phase("DEGRADED", 10)
            assert report["status"] == "partial" and "full" in report["message"], report
            (own_disk / "ballast").unlink()
            assert phase("HEALTHY", 10)["status"] == "ready"
            recordings.parent.rename(own_disk / "away")
            report = phase("DEGRADED", 10)
            assert report["status"] == "partial" and "recordings" in report["message"], report
            assert str(own_disk) not in report["message"]
            (own_disk / "away").rename(recordings.parent)
            assert phase("HEALTHY", 10)["status"] == "ready"
    except AssertionError:
        print(service.log_tail())
        raise
    finally:
        service.close()
        unmount(own_disk)


def test_a_read_only_folder_of_recordings_alone_is_noticed():
    """The folder above it can be written; yet no recording can be made."""
    service = Service()
    manual = service.state / "recordings" / "manual"
    try:
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            storage = lambda: admin.call("get_status")["components"]["storage"]
            wait_for(lambda: storage() == "RUNNING", 15, "the storage is well")
            subprocess.run(["mount", "--bind", manual, manual], check=True)
            try:
                subprocess.run(["mount", "-o", "remount,ro,bind", manual], check=True)
                wait_for(lambda: storage() == "ERROR", 15, "the folder is noticed")
                message = admin.call("get_status")["message"]
                assert "recordings cannot be written" in message, message
                wait_for(lambda: admin.call("get_camera_list")["connected"] == 2, 30, "cameras are connected")
                with pytest.raises(RpcError) as refused:
                    admin.call("start_recording", device="camera0")
                assert "recordings/manual" in str(refused.value.data), refused.value.data
            finally:
                subprocess.run(["umount", "-l", manual], check=True)
            wait_for(lambda: storage() == "RUNNING", 15, "it is well again")
    finally:
        service.close()
