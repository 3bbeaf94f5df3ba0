"""What is killed comes back, what was recorded stays, what was begun is reported."""

import os
import pathlib
import signal
import threading
import time

import pytest
import requests

from media import decoded_seconds, plays
from rpc import Rpc
from service import Service, wait_for


@pytest.fixture
def own():
    """A service of this test alone."""
    service = Service()
    try:
        yield service.start()
    finally:
        service.close()


def live(client, *devices):
    rows = {row["device"]: row["status"] for row in client.call("get_camera_list")["cameras"]}
    return all(rows.get(device) == "CONNECTED" for device in devices)


def recording_file(service, name):
    return pathlib.Path(service.state) / "recordings" / "manual" / name


def record_for(client, seconds):
    started = client.call("start_recording", device="camera0")
    begin = time.monotonic()
    time.sleep(seconds)
    return started["filename"], begin


def alive(pid):
    return os.path.exists(f"/proc/{pid}")


def test_killed_mediamtx_comes_back_and_the_recording_is_kept(own):
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0"), 30, "camera0 is connected")
        admin.call("subscribe_events", topics=["recording_status_update", "camera.connected", "camera.disconnected"])
        name, begin = record_for(admin, 4)
        os.kill(own.pid_of("mediamtx"), signal.SIGKILL)
        recorded = time.monotonic() - begin
        ended = admin.wait_event("recording_status_update", 10, lambda p: p["status"] in ("STOPPED", "ERROR"))
        assert ended["filename"] == name and ended["cause"] == "mediamtx_lost"
        admin.wait_event("camera.connected", 10, lambda p: p["device"] == "camera0")
        info = admin.call("get_recording_info", filename=name)
        assert info["state"] == "ended"
        path = recording_file(own, name)
        assert plays(path)
        assert decoded_seconds(path) > recorded - 1
        assert abs(decoded_seconds(path) - info["duration"]) < 0.5
        again = admin.call("start_recording", device="camera0")
        assert again["filename"] != name
        admin.call("stop_recording", device="camera0")


def test_killed_service_leaves_no_orphan_and_finishes_its_recording_at_the_next_start(own):
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0", "camera1"), 30, "both cameras are connected")
        name, begin = record_for(admin, 4)
        children = [pid for pid, _ in own.children()]
        assert len(children) >= 3
        own.kill()
        recorded = time.monotonic() - begin
    wait_for(lambda: not any(alive(pid) for pid in children), 5, "no child is left")
    own.start()
    with Rpc(own.ws_url, own.token()) as admin:
        info = admin.call("get_recording_info", filename=name)
        assert info["state"] == "ended" and info["end_cause"] == "service_restart"
        assert plays(recording_file(own, name))
        assert decoded_seconds(recording_file(own, name)) > recorded - 1
        wait_for(lambda: live(admin, "camera0", "camera1"), 10, "both cameras are connected again")


@pytest.mark.parametrize("frozen_for", [4, 12])
def test_a_recording_stopped_while_mediamtx_is_frozen_agrees_with_its_file(own, frozen_for):
    """After 4 s it goes on by itself; after 10 s of silence the service has ended it."""
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0", "camera1"), 60, "both cameras are connected")
        name, _ = record_for(admin, 2)
        mediamtx = own.pid_of("mediamtx")
        os.kill(mediamtx, signal.SIGSTOP)
        thaw = threading.Timer(frozen_for, lambda: alive(mediamtx) and os.kill(mediamtx, signal.SIGCONT))
        thaw.start()
        stopped = admin.call("stop_recording", device="camera0")
        thaw.join()
        assert stopped["filename"] == name
        wait_for(lambda: live(admin, "camera0", "camera1"), 60, "both cameras are connected again")
        info = admin.call("get_recording_info", filename=name)
        row = next(row for row in admin.call("list_recordings")["files"] if row["filename"] == name)
        size = recording_file(own, name).stat().st_size
        assert stopped["file_size"] == info["file_size"] == row["file_size"] == size
        assert stopped["duration"] == info["duration"]
        assert abs(decoded_seconds(recording_file(own, name)) - info["duration"]) < 0.5


def test_files_that_are_removed_by_hand_are_listed_no_more(own):
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0"), 30, "camera0 is connected")
        pictures = [admin.call("take_snapshot", device="camera0") for _ in range(2)]
        folder = pathlib.Path(own.state) / "snapshots"
        (folder / pictures[0]["filename"]).unlink()
        listed = admin.call("list_snapshots")
        assert [row["filename"] for row in listed["files"]] == [pictures[1]["filename"]] and listed["total"] == 1
        assert admin.call("get_storage_info")["snapshots_size"] == pictures[1]["file_size"]
        folder.rename(folder.parent / "aside")
        assert admin.call("list_snapshots")["total"] == 0
        (folder.parent / "aside").rename(folder)
        assert admin.call("list_snapshots")["total"] == 1


def test_a_frozen_mediamtx_is_said_within_seconds(own):
    def state(client):
        status = client.call("get_status")
        return status["status"], status["components"]["mediamtx"]

    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0"), 30, "camera0 is connected")
        mediamtx = own.pid_of("mediamtx")
        begin = time.monotonic()
        os.kill(mediamtx, signal.SIGSTOP)
        wait_for(lambda: state(admin) == ("DEGRADED", "ERROR"), 10, "the status says so")
        print(f"said after {time.monotonic() - begin:.1f} s")
        assert time.monotonic() - begin < 5
        assert requests.get(own.http_url + "/health/ready", timeout=5).status_code == 503
        os.kill(mediamtx, signal.SIGCONT)
        wait_for(lambda: state(admin) == ("HEALTHY", "RUNNING"), 5, "it is well again")
        assert own.pid_of("mediamtx") == mediamtx
        assert requests.get(own.http_url + "/health/ready", timeout=5).status_code == 200


def test_sigterm_closes_recordings_and_ends_with_0_within_5_seconds(own):
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0", "camera1"), 30, "both cameras are connected")
        name, _ = record_for(admin, 2)
        children = [pid for pid, _ in own.children()]
        code, seconds = own.stop()
    assert code == 0 and seconds < 5
    assert not any(alive(pid) for pid in children)
    assert plays(recording_file(own, name))
    own.start()
    with Rpc(own.ws_url, own.token()) as admin:
        assert admin.call("get_recording_info", filename=name)["end_cause"] == "shutdown"


def test_killed_publisher_comes_back(own):
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: live(admin, "camera0"), 30, "camera0 is connected")
        admin.call("subscribe_events", topics=["camera.disconnected", "camera.connected"])
        os.kill(own.pid_of("ffmpeg"), signal.SIGSTOP)
        device = admin.wait_event("camera.disconnected", 10)["device"]
        admin.wait_event("camera.connected", 10, lambda p: p["device"] == device)


def test_a_second_service_on_the_same_state_is_refused_with_one_sentence(own):
    second = Service(state=own.state)
    second.log_path = own.state / "second.log"
    with pytest.raises(AssertionError):
        second.start()
    assert second.process.returncode == 1
    last = second.log().strip().splitlines()[-1]
    assert last.startswith("camera-service: another camera-service") and str(own.process.pid) in last


def test_a_taken_port_is_one_sentence_and_exit_1(own):
    second = Service()
    second.ports["server.port"] = own.ports["server.port"]
    try:
        with pytest.raises(AssertionError):
            second.start()
        assert second.process.wait(10) == 1
        last = second.log().strip().splitlines()[-1]
        assert last.startswith("camera-service: ") and str(own.ports["server.port"]) in last
    finally:
        second.close()


def test_a_missing_media_server_is_one_sentence_and_exit_1():
    lonely = Service(settings={"mediamtx.binary": "/nowhere/mediamtx"})
    try:
        with pytest.raises(AssertionError):
            lonely.start()
        assert lonely.process.wait(10) == 1
        last = lonely.log().strip().splitlines()[-1]
        assert last.startswith("camera-service: ") and "mediamtx.binary" in last
    finally:
        lonely.close()
