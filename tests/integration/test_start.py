"""How the service starts and ends, and what it says when it cannot."""

import contextlib
import fcntl
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

import pytest

from rpc import Rpc, RpcError
from service import BIN, HOST, Service, wait_for


@contextlib.contextmanager
def service_with(**options):
    """A service that is not started yet."""
    service = Service(**options)
    try:
        yield service
    finally:
        service.close()


def refused(service):
    """The last line of a service that cannot start."""
    with pytest.raises(AssertionError):
        service.start()
    assert service.process.wait(10) == 1
    return service.log().strip().splitlines()[-1]


def camera_is_live(client):
    rows = {row["device"]: row["status"] for row in client.call("get_camera_list")["cameras"]}
    return rows.get("camera0") == "CONNECTED"


@pytest.mark.parametrize("key", ["mediamtx.rtsp_port", "mediamtx.hls_port", "mediamtx.webrtc_port",
                                 "mediamtx.webrtc_udp_port", "mediamtx.api_port", "mediamtx.metrics_port"])
def test_a_taken_port_of_mediamtx_is_one_sentence_and_exit_1(key):
    with service_with(demo=False) as service, socket.socket(
            type=socket.SOCK_DGRAM if "udp" in key else socket.SOCK_STREAM) as taken:
        taken.bind((HOST, 0))
        if "udp" not in key:
            taken.listen()
        port = taken.getsockname()[1]
        (service.settings if "udp" in key else service.ports)[key] = port
        last = refused(service)
        assert last.startswith(f"camera-service: {key}") and str(port) in last and "free port" in last


def test_a_start_right_after_a_kill_waits_for_the_lock():
    with service_with(demo=False) as service:
        with open(service.state / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            timer = threading.Timer(1.5, lambda: fcntl.flock(lock, fcntl.LOCK_UN))
            timer.start()
            begin = time.monotonic()
            service.start()
            assert time.monotonic() - begin > 1.4
            timer.join()


def test_killed_and_started_again_at_once():
    with service_with(demo=False) as service:
        service.start()
        for _ in range(3):
            service.kill()
            service.start()


def opened_for_reading(fifo):
    """Its other end, once somebody reads it."""
    try:
        return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


@pytest.mark.parametrize("more, code", [([], 0), (["--check-config"], -signal.SIGTERM)])
def test_sigterm_while_the_configuration_is_read(tmp_path, more, code):
    """A start that is called off ends well; a question that is not answered does not."""
    fifo = tmp_path / "camera-service.yaml"
    os.mkfifo(fifo)
    with service_with(demo=False) as service:
        service.launch("--config", str(fifo), *more)
        end = wait_for(lambda: opened_for_reading(fifo), 10, "the configuration is read")
        service.process.terminate()
        assert service.process.wait(10) == code
        os.close(end)


def catches(pid, number):
    """Whether the process has a handler of its own for this signal."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^SigCgt:\s*(\w+)$", status, re.MULTILINE)[1], 16) >> (number - 1) & 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_at_any_moment_of_the_start_ends_with_0_and_leaves_no_child(number):
    with service_with() as service:
        for wait in (0, 0.03, 0.07, 0.12, 0.2, 0.3, 0.45, 0.7, 1.1, 1.8):
            service.launch()
            wait_for(lambda: catches(service.process.pid, number), 10, "the signal is caught")
            time.sleep(wait)
            children = [pid for pid, _ in service.children()]
            service.process.send_signal(number)
            assert service.process.wait(10) == 0, f"after {wait} s: {service.log_tail()}"
            wait_for(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in children), 5, "no child is left")
        assert "Destroyed while process" not in service.log()


def test_the_end_of_the_terminal_ends_the_service_in_order():
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        with service_with(demo=False) as service:
            service.start()
            service.process.send_signal(signal.SIGHUP)
            assert service.process.wait(10) == 0
            assert service.pid_of("mediamtx") is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_under_nohup_the_end_of_the_terminal_changes_nothing():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with service_with(demo=False) as service:
            service.start()
            service.process.send_signal(signal.SIGHUP)
            with Rpc(service.ws_url) as client:
                assert client.call("ping") == "pong"
            assert service.stop()[0] == 0
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("key", ["mediamtx.binary", "cameras.ffmpeg"])
def test_a_program_that_does_not_exist_is_named(key):
    with service_with(demo=False, settings={key: "/nowhere/program"}) as service:
        last = refused(service)
        assert last.startswith(f"camera-service: {key}: /nowhere/program does not exist")
        checked = subprocess.run([*service.arguments(), "--check-config"], capture_output=True, text=True, timeout=20)
        assert checked.returncode == 1 and f"{key}: /nowhere/program" in checked.stderr


def test_help_names_the_installed_settings_and_those_of_the_host():
    text = subprocess.run([str(BIN / "camera-service"), "--help"], capture_output=True, text=True, timeout=20,
                          check=True).stdout
    cache = (BIN.parent / "CMakeCache.txt").read_text()
    prefix = re.search(r"^CMAKE_INSTALL_PREFIX:PATH=(.*)$", cache, re.MULTILINE)[1]
    words = " ".join(text.split())
    assert "/etc/camera-service/camera-service.yaml" in words
    if prefix != "/usr":
        assert f"{prefix}/etc/camera-service/camera-service.yaml" in words


def test_the_answer_of_a_batch_comes_before_its_notifications():
    with service_with() as service:
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            wait_for(lambda: camera_is_live(admin), 30, "camera0 is connected")
            admin.call("subscribe_events", topics=["recording_status_update", "snapshot.taken"])
            calls = [{"jsonrpc": "2.0", "id": f"b{number}", "method": method, "params": {"device": "camera0"}}
                     for number, method in enumerate(["take_snapshot", "start_recording", "stop_recording"])]
            answer = json.loads(admin.raw(json.dumps(calls)))
            assert isinstance(answer, list) and all("result" in item for item in answer), answer
            assert admin.wait_event("snapshot.taken", 5)
            assert admin.wait_event("recording_status_update", 5)["status"] == "RECORDING"
            assert admin.wait_event("recording_status_update", 5)["status"] == "STOPPED"


def test_who_subscribes_after_a_crash_hears_of_the_recordings_that_it_ended():
    with service_with() as service:
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            wait_for(lambda: camera_is_live(admin), 30, "camera0 is connected")
            name = admin.call("start_recording", device="camera0")["filename"]
        service.kill()
        service.start()
        with Rpc(service.ws_url, service.token()) as admin:
            admin.call("subscribe_events", topics=["camera.connected"])
            admin.call("subscribe_events", topics=["recording_status_update", "recording.stop"])
            ended = admin.wait_event("recording_status_update", 5, lambda p: p["filename"] == name)
            assert ended["status"] in ("STOPPED", "ERROR") and ended["cause"] == "service_restart"
            assert admin.wait_event("recording.stop", 5)["seq"] == ended["seq"]


def test_the_credentials_key_moves_to_the_service_manager(tmp_path, monkeypatch):
    """As systemd passes it: a folder named in the environment, with the same text as the file had."""
    name = "camera-service.credentials.key"
    with service_with(demo=False) as service:
        service.start()
        password = tmp_path / "password"
        password.write_text("a camera's own")
        password.chmod(0o600)
        service.ctl("camera", "add", "rtsp://127.0.0.1:9/stream", "--name", "door", "--user", "root", "--password-file", str(password))
        service.stop()
        file = service.state / "secrets" / "credentials.key"
        key = file.read_text()
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        (tmp_path / name).write_text(key)
        file.unlink()
        service.start()
        assert not file.exists()
        with Rpc(service.ws_url, service.token()) as admin:
            row = admin.call("get_camera_status", device="camera0")
            assert row["status"] == "DISCONNECTED", row
            # A key that does not open them ends in another state.
            assert "cannot be opened" not in service.log()
        service.stop()
        # Another key, and none.
        other = "A" * 42 + ("A" if key.strip()[-1] != "A" else "E")
        (tmp_path / name).write_text(other)
        last = refused(service)
        assert last.startswith(f"camera-service: the systemd credential {name} is not the key that") and other not in service.log()
        (tmp_path / name).write_text("short")
        last = refused(service)
        assert last.startswith(f"camera-service: the systemd credential {name} is no key")
        # Back to the file.
        (tmp_path / name).unlink()
        file.write_text(key)
        file.chmod(0o600)
        service.start()
        assert service.stop()[0] == 0


def test_a_start_without_the_credential_loses_nothing(tmp_path, monkeypatch):
    """No new key is made while something is sealed; the right credential works again, also beside a stray file."""
    name = "camera-service.credentials.key"
    credential = tmp_path / name
    with service_with(demo=False) as service:
        file = service.state / "secrets" / "credentials.key"
        right = "A" * 42 + "E"
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        credential.write_text(right)
        service.start()
        service.ctl("camera", "add", "rtsp://127.0.0.1:9/stream", "--name", "door")
        service.stop()
        credential.unlink()
        service.start()
        assert not file.exists()
        log = service.log()
        assert "the key of the stored credentials (1 camera address) is missing" in log and "put the right key back" in log
        with Rpc(service.ws_url, service.token()) as admin:
            assert admin.call("get_camera_status", device="camera0")["status"] != "CONNECTED"
            with pytest.raises(RpcError) as locked:
                admin.call("add_external_stream", stream_url="rtsp://127.0.0.1:9/other", stream_name="other")
            assert locked.value.code == -32020 and locked.value.data["state"] == "locked"
        service.stop()
        # As a version before this one left it.
        file.write_text("A" * 42 + "I\n")
        file.chmod(0o600)
        credential.write_text("A" * 42 + "M")
        assert refused(service).startswith(f"camera-service: the systemd credential {name} is not the key that")
        credential.write_text(right)
        for _ in range(2):
            begin = len(service.log())
            service.start()
            assert "has no source" not in service.log()[begin:] and "it can be moved away" in service.log()[begin:]
            service.stop()
        assert file.exists()
