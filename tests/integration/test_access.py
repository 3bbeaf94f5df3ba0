"""Who gets in: tokens on the socket, on downloads and on streams."""

import time

import pytest
import requests

from media import probe
from rpc import Rpc, RpcError
from service import Service, sign, wait_for


def refused(client, method, **params):
    with pytest.raises(RpcError) as caught:
        client.call(method, **params)
    return caught.value


@pytest.mark.parametrize("claims, header", [
    ({"role": "root"}, None), ({"exp": 1}, None), ({"exp": None}, None), ({"iat": None}, None), ({"user_id": ""}, None),
    ({}, {"alg": "none"}), ({}, {"alg": "HS512"}), ({}, {"alg": "HS256", "crit": ["x"]}),
])
def test_a_token_that_is_not_quite_right_is_refused(service, claims, header):
    now = int(time.time())
    good = {"user_id": "eve", "role": "admin", "iat": now, "exp": now + 60}
    good.update(claims)
    token = sign(service.secret(), {k: v for k, v in good.items() if v is not None}, header)
    with Rpc(service.ws_url) as client:
        assert refused(client, "authenticate", auth_token=token).code == -32001
        assert refused(client, "get_camera_list").code == -32001


def test_a_foreign_secret_is_refused(service):
    now = int(time.time())
    with Rpc(service.ws_url) as client:
        token = sign(b"x" * 43, {"user_id": "eve", "role": "admin", "iat": now, "exp": now + 60})
        assert refused(client, "authenticate", auth_token=token).code == -32001


def test_a_session_belongs_to_its_socket_and_ends_with_its_token(service):
    with Rpc(service.ws_url, service.token(lifetime=2)) as one, Rpc(service.ws_url) as other:
        assert one.call("get_camera_list")["total"] == 2
        assert refused(other, "get_camera_list").code == -32001
        wait_for(lambda: ended(one), 5, "the session ends with its token")
        assert one.call("ping") == "pong"


def ended(client):
    try:
        client.call("get_camera_list")
        return False
    except RpcError as error:
        return error.code == -32001


def test_a_low_role_is_told_so_before_its_params_are_read(viewer):
    error = refused(viewer, "take_snapshot", nonsense=1)
    assert error.code == -32002 and error.data == {"required_role": "operator", "have_role": "viewer"}
    error = refused(viewer, "get_status")
    assert error.code == -32002 and error.data["required_role"] == "admin"


def test_bad_params_name_the_parameter(admin):
    error = refused(admin, "start_recording", device="camera0", duration=0)
    assert error.code == -32602 and error.data["param"] == "duration" and error.data["rule"] and error.data["hint"]
    assert refused(admin, "get_camera_status", device="../camera0").code == -32602
    assert refused(admin, "get_camera_status", device="camera77").code == -32010
    assert refused(admin, "delete_recording", filename="../../etc/passwd").code == -32602
    error = refused(admin, "start_recording", device="camera0", format="mkv")
    assert error.code == -32030 and error.data["suggestion"] == "fmp4"
    assert refused(admin, "set_retention_policy", policy_type="age", enabled=True).code == -32601


def plain(service, kind):
    ports = service.ports
    return {"rtsp": f"rtsp://127.0.0.1:{ports['mediamtx.rtsp_port']}/camera0",
            "hls": f"http://127.0.0.1:{ports['mediamtx.hls_port']}/camera0/index.m3u8"}[kind]


@pytest.mark.parametrize("kind", ["rtsp", "hls"])
def test_a_wrong_or_foreign_stream_token_never_plays(service, viewer, kind):
    foreign = viewer.call("get_stream_url", device="camera1")["stream_url"].split("?token=")[1]
    for token in ("wrong", foreign, service.token()):
        assert probe(f"{plain(service, kind)}?token={token}") is None


def test_a_plain_url_plays_only_from_an_address_with_a_signed_in_socket(service):
    url = plain(service, "rtsp")
    assert probe(url) is None
    with Rpc(service.ws_url, service.token("viewer")):
        assert probe(url)
    wait_for(lambda: probe(url) is None, 15, "the plain URL is refused again after the socket is gone")


def test_hidden_paths_and_publishing_are_closed(service, admin):
    admin.call("start_recording", device="camera0")
    base = plain(service, "rtsp").rsplit("/", 1)[0]
    token = admin.call("get_stream_url", device="camera0")["stream_url"].split("?token=")[1]
    assert probe(f"{base}/manual/camera0?token={token}") is None
    assert all(row["name"].startswith("camera") for row in admin.call("get_streams"))
    admin.call("stop_recording", device="camera0")


def test_denied_refuses_even_a_signed_in_address():
    denied = Service(settings={"streams.plain_urls": "denied"})
    try:
        denied.start()
        with Rpc(denied.ws_url, denied.token()) as admin:
            wait_for(lambda: admin.call("get_camera_list")["connected"] == 2, 30, "cameras are connected")
            assert probe(plain(denied, "rtsp")) is None
            assert probe(admin.call("get_stream_url", device="camera0")["stream_url"])
    finally:
        denied.close()


def test_downloads_need_a_token_and_a_name_that_exists(service, admin):
    taken = admin.call("take_snapshot", device="camera0")
    url = taken["download_url"].split("?")[0]
    assert requests.get(url, timeout=5).status_code == 401
    assert requests.get(url, headers={"Authorization": "Bearer nonsense"}, timeout=5).status_code == 401
    bearer = {"Authorization": f"Bearer {service.token('viewer')}"}
    assert requests.get(url, headers=bearer, timeout=5).status_code == 200
    other = admin.call("take_snapshot", device="camera0")["download_url"].split("?token=")[1]
    assert requests.get(f"{url}?token={other}", timeout=5).status_code == 401
    for name in ("..%2f..%2fetc%2fpasswd", "%2e%2e%2fjwt.key", "..%5c..%5cx", "%00", "nothing.jpg"):
        assert requests.get(f"{service.http_url}/files/snapshots/{name}", headers=bearer, timeout=5).status_code == 404


def test_ranges_resume_and_refuse(service, admin):
    taken = admin.call("take_snapshot", device="camera0")
    url, size = taken["download_url"], taken["file_size"]
    whole = requests.get(url, timeout=5)
    first = requests.get(url, headers={"Range": "bytes=0-99"}, timeout=5)
    rest = requests.get(url, headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}, timeout=5)
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole.content
    assert first.headers["Content-Range"] == f"bytes 0-99/{size}"
    assert requests.get(url, headers={"Range": "bytes=-10"}, timeout=5).content == whole.content[-10:]
    bad = requests.get(url, headers={"Range": f"bytes={size}-"}, timeout=5)
    assert bad.status_code == 416 and bad.headers["Content-Range"] == f"bytes */{size}"
    head = requests.head(url, timeout=5)
    assert head.status_code == 200 and int(head.headers["Content-Length"]) == size and not head.content
    for header, value in {"X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes"}.items():
        assert whole.headers[header] == value
    assert whole.headers["Content-Disposition"].startswith("attachment")


def test_health_needs_no_login(service):
    for page in ("health", "health/detailed", "health/ready", "health/live"):
        assert requests.get(f"{service.http_url}/{page}", timeout=2).status_code == 200
    assert {c["name"] for c in requests.get(f"{service.http_url}/health/detailed", timeout=2).json()["components"]} == {
        "websocket_server", "camera_monitor", "mediamtx", "storage"}


@pytest.mark.parametrize("origin, allowed", [(None, True), ("http://localhost:3000", True), ("http://evil.example", False)])
def test_foreign_origins_are_refused_at_the_upgrade(service, origin, allowed):
    options = {"origin": origin} if origin else {"suppress_origin": True}
    if allowed:
        with Rpc(service.ws_url, **options) as client:
            assert client.call("ping") == "pong"
    else:
        with pytest.raises(Exception) as caught:
            Rpc(service.ws_url, **options)
        assert "403" in str(caught.value)


def test_unknown_users_are_refused_where_the_configuration_says_so():
    strict = Service(demo=False, settings={"auth.foreign_users": "false"})
    try:
        strict.start()
        with Rpc(strict.ws_url) as client:
            error = refused(client, "authenticate", auth_token=strict.token())
            assert error.code == -32001 and error.data["reason"]
    finally:
        strict.close()


def test_a_key_in_its_header_opens_a_download(service, admin):
    file = admin.call("take_snapshot", device="camera0")["filename"]
    url = f"{service.http_url}/files/snapshots/{file}"
    keys = {device: admin.call("create_api_key", name=f"wall {device}", role="viewer", devices=[device]) for device in ("camera0", "camera1")}

    def status(device):
        return requests.get(url, headers={"X-API-Key": keys[device]["api_key"]}, timeout=5).status_code

    assert requests.get(url, timeout=5).status_code == 401
    answer = requests.get(url, headers={"X-API-Key": keys["camera0"]["api_key"]}, timeout=5)
    assert answer.status_code == 200 and answer.content.startswith(b"\xff\xd8"), answer.status_code
    # Not for a key of another camera, and not once it is revoked.
    assert status("camera1") in (401, 403, 404)
    admin.call("revoke_api_key", key_id=keys["camera0"]["key_id"])
    wait_for(lambda: status("camera0") == 401, 2, "the revoked key opens nothing")


def test_who_signs_in_anew_begins_without_subscriptions(service):
    with Rpc(service.ws_url, service.token("viewer", "vera")) as client:
        client.call("subscribe_events", topics=["camera.connected"])
        assert client.call("get_subscription_stats")["client_topics"] == ["camera.connected"]
        client.call("authenticate", auth_token=service.token("viewer", "otto"))
        assert client.call("get_subscription_stats")["client_topics"] == []
        # A try that fails changes nothing.
        client.call("subscribe_events", topics=["camera.connected"])
        with pytest.raises(RpcError):
            client.call("authenticate", auth_token="no token")
        assert client.call("get_subscription_stats")["client_topics"] == ["camera.connected"]
