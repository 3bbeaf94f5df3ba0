"""What is open ends within two seconds of the loss of its right, measured."""

import os
import signal
import subprocess
import tempfile
import threading
import time

import pytest
import requests

from accounts import PASSWORD, code_of, login, make_user
from browser import find_browser, needs_browser
from conftest import connected
from rpc import Rpc
from service import HOST, Service, wait_for

LIMIT = 2.0


@pytest.fixture(scope="module")
def service():
    one = Service(settings={"streams.plain_urls": "denied"})
    try:
        one.start()
        with Rpc(one.ws_url, one.token()) as admin:
            wait_for(lambda: connected(admin, "camera0") and connected(admin, "camera1"), 30, "both cameras are CONNECTED")
        yield one
    finally:
        one.close()


@pytest.fixture
def root(service):
    with Rpc(service.ws_url, service.token()) as client:
        yield client


class RtspReader:
    """ffmpeg, which ends when its session does."""

    def __init__(self, url):
        self.process = subprocess.Popen(["ffmpeg", "-v", "error", "-rtsp_transport", "tcp", "-i", url, "-f", "null", "-"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def over(self):
        return self.process.poll() is not None

    def close(self):
        self.process.kill()
        self.process.wait()


class HlsPlayer:
    """Follows the live playlist as a browser does, and remembers when it was first turned away."""

    def __init__(self, url):
        self._http = requests.Session()
        answer = self._http.get(url, timeout=5)
        answer.raise_for_status()
        names = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
        self._media = requests.compat.urljoin(answer.url, names[0])
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._thread.start()

    def _play(self):
        while not self._stop.wait(0.1):
            if self._http.get(self._media, timeout=5).status_code >= 400:
                self._over.set()
                return

    def over(self):
        return self._over.is_set()

    def close(self):
        self._stop.set()
        self._thread.join(5)


class Browser:
    """Headless Chromium on MediaMTX's WebRTC page."""

    def __init__(self, url):
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [find_browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
             "--autoplay-policy=no-user-gesture-required", "--disable-features=WebRtcHideLocalIpsWithMdns",
             "--remote-debugging-port=0", f"--user-data-dir={self._folder.name}", url],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def close(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._folder.cleanup()


def viewers(admin, protocol, device="camera0"):
    return [v for v in admin.call("list_viewers", device=device)["viewers"] if v["protocol"] == protocol]


def web_page(client, service, device="camera0"):
    token = client.call("get_stream_url", device=device)["stream_url"].split("?token=")[1]
    return f"http://{HOST}:{service.ports['mediamtx.webrtc_port']}/{device}?token={token}", token


@pytest.mark.parametrize("name", ["walter", pytest.param("wanda-with-a-browser", marks=needs_browser)])
def test_a_disabled_user_loses_all_that_is_open(service, root, name):
    with_browser = name != "walter"
    make_user(root, name)
    client = login(service.ws_url, name)
    root.call("start_recording", device="camera0", duration=2)
    wait_for(lambda: code_of(root, "stop_recording", device="camera0") == -32020, 10, "the recording is over")
    download = client.call("list_recordings")["files"][0]["download_url"]
    assert requests.get(download, timeout=5).status_code == 200
    page, token = web_page(client, service)
    rtsp = RtspReader(f"rtsp://{HOST}:{service.ports['mediamtx.rtsp_port']}/camera0?token={token}")
    hls = HlsPlayer(f"http://{HOST}:{service.ports['mediamtx.hls_port']}/camera0/index.m3u8?token={token}")
    players = [rtsp, hls] + ([Browser(page)] if with_browser else [])
    try:
        for protocol in ("rtsp", "hls", "webrtc")[:len(players)]:
            row = wait_for(lambda p=protocol: viewers(root, p), 30, f"a viewer by {protocol}")[0]
            assert row["username"] == name and row["address"] == HOST
        begin = time.monotonic()
        root.call("update_user", username=name, enabled=False)
        took = {}

        def note(what, over):
            if what not in took and over():
                took[what] = time.monotonic() - begin

        while len(took) < 2 + len(players) and time.monotonic() - begin < 10:
            note("socket", lambda: code_of(client, "get_camera_list") == -32001)
            note("download", lambda: requests.get(download, timeout=5).status_code == 401)
            note("rtsp", rtsp.over)
            note("hls", hls.over)
            if with_browser:
                note("webrtc", lambda: not viewers(root, "webrtc"))
            time.sleep(0.02)
        print("ended after", {what: round(seconds, 3) for what, seconds in took.items()})
        assert len(took) == 2 + len(players) and max(took.values()) < LIMIT, took
        assert code_of(client, "login", username=name, password=PASSWORD) == -32001
    finally:
        for one in players:
            one.close()
        client.close()


@pytest.mark.parametrize("change", ["grant", "role", "logout", "password", "delete"])
def test_each_loss_ends_the_stream_it_concerns(service, root, change):
    name = f"user-{change}"
    make_user(root, name, cameras=["camera0", "camera1"])
    with login(service.ws_url, name) as client:
        _, token = web_page(client, service)
        reader = RtspReader(f"rtsp://{HOST}:{service.ports['mediamtx.rtsp_port']}/camera0?token={token}")
        try:
            wait_for(lambda: [v for v in viewers(root, "rtsp") if v["username"] == name], 15, "a viewer")
            begin = time.monotonic()
            if change == "grant":
                root.call("revoke_access", username=name, device="camera0", access="view")
            elif change == "role":
                root.call("update_user", username=name, role="operator")
            elif change == "logout":
                client.call("logout")
            elif change == "password":
                root.call("update_user", username=name, password="another long password")
            else:
                root.call("delete_user", username=name)
            wait_for(reader.over, 5, "the reader is cut off")
            took = time.monotonic() - begin
            print(f"{change}: ended after {took:.3f} s")
            assert took < LIMIT
        finally:
            reader.close()


def test_a_revoked_key_ends_what_it_opened(service, root):
    key = root.call("create_api_key", name="wall", role="viewer", devices=["camera0"])
    with Rpc(service.ws_url, key["api_key"]) as client:
        assert [c["device"] for c in client.call("get_camera_list")["cameras"]] == ["camera0"]
        assert code_of(client, "get_stream_url", device="camera1") == -32010
        _, token = web_page(client, service)
        reader = RtspReader(f"rtsp://{HOST}:{service.ports['mediamtx.rtsp_port']}/camera0?token={token}")
        try:
            wait_for(lambda: [v for v in viewers(root, "rtsp") if v["username"] == "key:wall"], 15, "a viewer")
            begin = time.monotonic()
            root.call("revoke_api_key", key_id=key["key_id"])
            wait_for(lambda: reader.over() and code_of(client, "get_camera_list") == -32001, 5, "both are ended")
            assert time.monotonic() - begin < LIMIT
        finally:
            reader.close()
