"""A real RTSP camera with Digest login: added, frozen, killed, started again; its password is nowhere to be found."""

import json
import subprocess

import pytest

from camera import RtspCamera
from media import probe, size_of
from ports import free_ports
from rpc import Rpc, RpcError
from service import Service, wait_for

CANARY = "c4nary-P4ssw0rd-x7"


@pytest.fixture(scope="module")
def camera():
    one = RtspCamera(free_ports(1)[0], password=CANARY, gop="2s").start()
    yield one
    one.kill()


@pytest.fixture(scope="module")
def own():
    service = Service(demo=False)
    try:
        yield service.start()
    finally:
        service.close()


@pytest.fixture(scope="module")
def client(own):
    with Rpc(own.ws_url, own.token()) as admin:
        admin.call("subscribe_events", topics=["camera.connected", "camera.disconnected", "camera_status_update"])
        yield admin


def test_added_by_cameractl_it_connects(own, camera, client):
    url = f"rtsp://127.0.0.1:{camera.port}/stream"
    password = own.state / "password"
    password.write_text(CANARY)
    password.chmod(0o600)
    own.ctl("camera", "add", url, "--name", "Gate", "--user", camera.user, "--password-file", str(password))
    password.unlink()
    client.wait_event("camera.connected", 10)
    row = client.call("get_camera_list")["cameras"][0]
    assert row["name"] == "Gate" and row["status"] == "CONNECTED"
    wait_for(lambda: client.call("get_camera_status", device=row["device"])["resolution"] == "640x360", 10, "its size is known")
    probed = probe(client.call("get_stream_url", device=row["device"])["stream_url"])
    assert probed and size_of(probed) == "640x360"


def test_frozen_it_is_disconnected_and_thawed_it_is_back(camera, client):
    client.events.clear()
    camera.freeze()
    assert client.wait_event("camera.disconnected", 10)["reason"]
    camera.thaw()
    client.wait_event("camera.connected", 10)


def test_killed_it_is_disconnected_and_started_again_it_is_back(camera, client):
    client.events.clear()
    camera.kill()
    client.wait_event("camera.disconnected", 10)
    camera.start()
    client.wait_event("camera.connected", 10)


def test_the_same_address_is_refused_and_addresses_are_checked(own, camera, client):
    with pytest.raises(RpcError) as twice:
        client.call("add_external_stream", stream_url=camera.url, stream_name="Again")
    assert twice.value.code == -32020
    for url in ("http://127.0.0.1/x", "rtsp://", "rtsp://127.0.0.1:99999/x", f"rtsp://127.0.0.1:{own.ports['mediamtx.rtsp_port']}/camera0",
                "rtsp://host/\nx", "file:///etc/passwd"):
        with pytest.raises(RpcError) as bad:
            client.call("add_external_stream", stream_url=url, stream_name="Bad")
        assert bad.value.code == -32602 and bad.value.data["param"] == "stream_url"


def test_its_password_is_in_no_log_answer_process_list_or_database(own, client):
    answers = [client.call(method) for method in ("get_camera_list", "get_external_streams", "get_streams", "get_status")]
    answers.append(client.call("get_camera_status", device="camera0"))
    answers.append(client.call("get_stream_status", device="camera0"))
    assert CANARY not in json.dumps(answers) and CANARY not in json.dumps(list(client.events))
    assert CANARY not in own.log()
    assert own.log().count("camera0") > 0
    assert CANARY not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    for path in own.state.glob("camera-service.db*"):
        assert CANARY.encode() not in path.read_bytes(), path
    readable = [p for p in own.state.rglob("*") if p.is_file() and p.stat().st_mode & 0o077 and CANARY.encode() in p.read_bytes()]
    assert not readable


def test_it_survives_a_restart_with_its_id_and_is_removed(own, camera, client):
    code, _ = own.stop()
    assert code == 0
    own.start()
    with Rpc(own.ws_url, own.token()) as admin:
        wait_for(lambda: admin.call("get_camera_list")["connected"] == 1, 10, "it is connected again")
        assert admin.call("get_camera_list")["cameras"][0]["device"] == "camera0"
        listed = admin.call("get_external_streams")["external_streams"][0]
        assert admin.call("remove_external_stream", stream_url=listed["url"])["status"] == "REMOVED"
        assert admin.call("get_camera_list")["total"] == 0
        added = admin.call("add_external_stream", stream_url=camera.url, stream_name="New")
        assert added["device"] == "camera1"
