"""Two canaries, a camera's password and a user's: after all that can be done with them they are nowhere to be found."""

import base64
import json
import subprocess
import urllib.parse

import pytest

from accounts import code_of, error_of, make_user
from camera import RtspCamera
from ports import free_ports
from rpc import Rpc
from service import Service, wait_for

OF_CAMERA = "c4m-Kanarie/9#%x"
OF_USER = "us3r-Kanarie-horse-77"


def spellings(secret):
    """The ways in which it could be written down."""
    plain = secret.encode()
    return {plain, urllib.parse.quote(secret, safe="").encode(), urllib.parse.quote(secret).encode(),
            json.dumps(secret)[1:-1].encode(), base64.b64encode(plain).rstrip(b"="), base64.urlsafe_b64encode(plain).rstrip(b"="),
            base64.b64encode(b"admin:" + plain)[:-4], plain.hex().encode()}


ALL = spellings(OF_CAMERA) | spellings(OF_USER)


def hits(data):
    data = data if isinstance(data, bytes) else data.encode()
    return [s for s in ALL if s in data]


class Recorder(Rpc):
    """Keeps every frame the service sends."""

    def __init__(self, *arguments, **options):
        self.frames = []
        super().__init__(*arguments, **options)

    def _receive(self):
        message = self.ws.recv()
        self.frames.append(message)
        real, self.ws.recv = self.ws.recv, lambda: message
        try:
            super()._receive()
        finally:
            self.ws.recv = real


@pytest.fixture(scope="module")
def story():
    """Everything that is done with the canaries; gives the service and all that came over its sockets."""
    camera = RtspCamera(free_ports(1)[0], password=OF_CAMERA, gop="1s").start()
    service = Service(demo=False, settings={"log.level": "debug"})
    frames, ps = [], []
    try:
        service.start()
        with Recorder(service.ws_url, service.token()) as admin:
            admin.call("subscribe_events", topics=["camera_status_update", "camera.connected", "camera.disconnected", "system.error"])
            secret_url = f"rtsp://admin:{urllib.parse.quote(OF_CAMERA, safe='')}@127.0.0.1:{camera.port}/stream"
            admin.call("add_external_stream", stream_url=secret_url, stream_name="Gate")
            wait_for(lambda: admin.call("get_camera_list")["connected"] == 1, 20, "the camera is CONNECTED")
            assert error_of(admin, "add_external_stream", stream_url=secret_url, stream_name="Twice").code == -32020
            assert error_of(admin, "add_external_stream", stream_url=secret_url.replace("rtsp:", "gopher:"), stream_name="Bad").code == -32602
            make_user(admin, "ada", "operator", password=OF_USER)
            with Recorder(service.ws_url) as ada:
                ada.call("login", username="ada", password=OF_USER)
                ada.call("take_snapshot", device="camera0")
                assert code_of(ada, "change_password", old_password="wrong " + OF_USER, new_password=OF_USER + "2") in (-32001, -32602)
                assert code_of(ada, "change_password", old_password=OF_USER, new_password="short") == -32602
                assert code_of(ada, "login", username="ada", password=OF_USER + "x") == -32001
                assert code_of(ada, "login", username="nobody", password=OF_USER) == -32001
                assert code_of(ada, "login", username=OF_USER, password=OF_USER) in (-32001, -32602)
                assert code_of(ada, "login", password=OF_USER) == -32602
                frames += ada.frames
            for method in ("get_camera_list", "get_external_streams", "get_streams", "get_status", "list_users", "list_sessions",
                           "list_audit_events", "get_metrics", "get_system_status", "list_viewers"):
                admin.call(method)
            for method in ("get_camera_status", "get_stream_status", "get_stream_url", "get_camera_capabilities"):
                admin.call(method, device="camera0")
            ps.append(subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout)
            camera.kill()
            admin.wait_event("camera.disconnected", 15)
            camera.start()
            admin.wait_event("camera.connected", 15)
            export = service.ctl("audit", "export", "--database", str(service.state / "camera-service.db")).stdout
            frames += admin.frames
        yield {"service": service, "frames": frames, "ps": ps, "export": export}
    finally:
        camera.kill()
        service.close()


def test_no_answer_and_no_event_holds_one(story):
    assert len(story["frames"]) > 20
    assert not [f[:200] for f in story["frames"] if hits(f)]


def test_no_log_line_and_no_process_list_holds_one(story):
    assert "camera0" in story["service"].log()
    assert not [line for line in story["service"].log().splitlines() if hits(line)]
    assert not hits(story["ps"][0])


def test_the_audit_export_holds_none_and_tells_what_was_done(story):
    assert not hits(story["export"])
    for word in ("login", "add_external_stream", "create_user", "take_snapshot"):
        assert word in story["export"]


def test_no_file_of_the_service_holds_one(story):
    files = [p for p in story["service"].state.rglob("*") if p.is_file()]
    assert len(files) > 5
    assert not [str(p) for p in files if hits(p.read_bytes())]
