"""What is open ends within two seconds of the loss of its right, measured."""

import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from urllib.parse import urlsplit

import pytest
import requests

from accounts import PASSWORD, code_of, login, make_user
from browser import find_browser, needs_browser
from conftest import connected
from rpc import Rpc
from service import HOST, Service, wait_for

LIMIT = 2.0
BIG = 48 * 1024 * 1024


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


@pytest.fixture(scope="module")
def recording(service):
    """The name of a recording of camera0 that takes long to download."""
    with Rpc(service.ws_url, service.token()) as admin:
        name = admin.call("start_recording", device="camera0", duration=2)["filename"]
        wait_for(lambda: code_of(admin, "stop_recording", device="camera0") == -32020, 10, "the recording is over")
    files = list(service.state.glob(f"recordings/**/{name}"))
    assert len(files) == 1
    os.truncate(files[0], BIG)
    return name


def download_url(client, name):
    return next(f["download_url"] for f in client.call("list_recordings")["files"] if f["filename"] == name)


class SlowDownload:
    """Takes a file in small bites, so that it would be under way for minutes."""

    def __init__(self, url, headers=()):
        parts = urlsplit(url)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        self._socket.connect((parts.hostname, parts.port))
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", *headers, "", ""]
        self._socket.sendall("\r\n".join(lines).encode())
        self.head = self._socket.recv(12)
        assert self.head == b"HTTP/1.1 200", self.head
        self.got = 0
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        try:
            while not self._stop.wait(0.05):
                bite = self._socket.recv(4096)
                if not bite:
                    break
                self.got += len(bite)
        except OSError:
            pass
        self._over.set()

    def over(self):
        return self._over.is_set()

    def close(self):
        self._stop.set()
        self._thread.join(5)
        self._socket.close()
        assert self.got < BIG


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
def test_a_disabled_user_loses_all_that_is_open(service, root, recording, name):
    with_browser = name != "walter"
    make_user(root, name)
    client = login(service.ws_url, name)
    download = download_url(client, recording)
    assert requests.head(download, timeout=5).status_code == 200
    page, token = web_page(client, service)
    rtsp = RtspReader(f"rtsp://{HOST}:{service.ports['mediamtx.rtsp_port']}/camera0?token={token}")
    hls = HlsPlayer(f"http://{HOST}:{service.ports['mediamtx.hls_port']}/camera0/index.m3u8?token={token}")
    running = SlowDownload(download)
    players = [rtsp, hls] + ([Browser(page)] if with_browser else [])
    parts = ["socket", "address", "running download", "rtsp", "hls"] + (["webrtc"] if with_browser else [])
    try:
        for protocol in ("rtsp", "hls", "webrtc")[:len(players)]:
            row = wait_for(lambda p=protocol: viewers(root, p), 30, f"a viewer by {protocol}")[0]
            assert row["username"] == name and row["address"] == HOST
        assert not running.over()
        begin = time.monotonic()
        root.call("update_user", username=name, enabled=False)
        took = {}

        def note(what, over):
            if what not in took and over():
                took[what] = time.monotonic() - begin

        while len(took) < len(parts) and time.monotonic() - begin < 10:
            note("socket", lambda: code_of(client, "get_camera_list") == -32001)
            note("address", lambda: requests.head(download, timeout=5).status_code == 401)
            note("running download", running.over)
            note("rtsp", rtsp.over)
            note("hls", hls.over)
            if with_browser:
                note("webrtc", lambda: not viewers(root, "webrtc"))
            time.sleep(0.02)
        print("ended after", {what: round(seconds, 3) for what, seconds in took.items()})
        assert sorted(took) == sorted(parts) and max(took.values()) < LIMIT, took
        assert code_of(client, "login", username=name, password=PASSWORD) == -32001
    finally:
        for one in [running, *players]:
            one.close()
        client.close()


@pytest.mark.parametrize("change", ["grant", "restricted", "role", "logout", "end_session", "password", "delete"])
def test_each_loss_ends_what_it_concerns(service, root, recording, change):
    name = f"user-{change}"
    make_user(root, name, cameras=None if change == "restricted" else ["camera0", "camera1"])
    with login(service.ws_url, name) as client:
        _, token = web_page(client, service)
        reader = RtspReader(f"rtsp://{HOST}:{service.ports['mediamtx.rtsp_port']}/camera0?token={token}")
        running = SlowDownload(download_url(client, recording))
        try:
            wait_for(lambda: [v for v in viewers(root, "rtsp") if v["username"] == name], 15, "a viewer")
            assert not running.over()
            begin = time.monotonic()
            if change == "grant":
                root.call("revoke_access", username=name, device="camera0", access="view")
            elif change == "restricted":
                root.call("update_user", username=name, restricted=True)
            elif change == "end_session":
                root.call("end_session", session_id=client.session["session_id"])
            elif change == "role":
                root.call("update_user", username=name, role="operator")
            elif change == "logout":
                client.call("logout")
            elif change == "password":
                root.call("update_user", username=name, password="another long password")
            else:
                root.call("delete_user", username=name)
            wait_for(running.over, 5, "the download is cut off")
            download_took = time.monotonic() - begin
            wait_for(reader.over, 5, "the reader is cut off")
            took = time.monotonic() - begin
            print(f"{change}: ended after {took:.3f} s, the download after {download_took:.3f} s")
            assert took < LIMIT
        finally:
            running.close()
            reader.close()


def test_a_download_outlives_the_page_it_was_begun_on(service, root, recording):
    make_user(root, "paula")
    with login(service.ws_url, "paula") as client:
        running = SlowDownload(download_url(client, recording))
    try:
        time.sleep(LIMIT)
        assert not running.over()
        begin = time.monotonic()
        root.call("update_user", username="paula", enabled=False)
        wait_for(running.over, 5, "the download is cut off")
        assert time.monotonic() - begin < LIMIT
    finally:
        running.close()


@pytest.mark.parametrize("change", ["revoke_api_key", "rotate_api_key"])
def test_a_key_that_is_taken_ends_what_it_opened(service, root, recording, change):
    name = f"wall {change}"
    key = root.call("create_api_key", name=name, role="viewer", devices=["camera0"])
    with Rpc(service.ws_url, key["api_key"]) as client:
        assert [c["device"] for c in client.call("get_camera_list")["cameras"]] == ["camera0"]
        assert code_of(client, "get_stream_url", device="camera1") == -32010
        _, token = web_page(client, service)
        reader = RtspReader(f"rtsp://{HOST}:{service.ports['mediamtx.rtsp_port']}/camera0?token={token}")
        url = f"{service.http_url}/files/recordings/{recording}"
        running = SlowDownload(url, [f"X-API-Key: {key['api_key']}"])
        try:
            wait_for(lambda: [v for v in viewers(root, "rtsp") if v["username"] == f"key:{name}"], 15, "a viewer")
            assert not running.over()
            begin = time.monotonic()
            root.call(change, key_id=key["key_id"])
            wait_for(lambda: reader.over() and running.over() and code_of(client, "get_camera_list") == -32001, 5,
                     "all are ended")
            assert time.monotonic() - begin < LIMIT
        finally:
            running.close()
            reader.close()
