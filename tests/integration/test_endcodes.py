"""What a socket is told of its own session: why it ended, for programs, and that it lives on with other rights."""

import pytest

from accounts import PASSWORD, login, make_user
from rpc import Rpc
from service import Service


@pytest.fixture(scope="module")
def service():
    one = Service(demo=False, settings={"auth.max_sessions_per_user": 2})
    try:
        yield one.start()
    finally:
        one.close()


@pytest.fixture(scope="module")
def root(service):
    with Rpc(service.ws_url, service.token()) as client:
        yield client


def end_session(root, user, _service):
    root.call("end_session", session_id=user.session["session_id"])


def log_out(_root, user, _service):
    user.call("logout")


def end_own(_root, user, service):
    with login(service.ws_url, user.name) as other:
        other.call("end_session", session_id=user.session["session_id"])


def change_password(_root, user, service):
    with login(service.ws_url, user.name) as other:
        other.call("change_password", old_password=PASSWORD, new_password="another " + PASSWORD)


def log_in_often(_root, user, service):
    for _ in range(2):
        with login(service.ws_url, user.name):
            pass
    clients = [login(service.ws_url, user.name) for _ in range(2)]
    for client in clients:
        client.close()


WAYS = {
    "ended_by_admin": end_session,
    "ended_by_user": end_own,
    "logged_out": log_out,
    "user_disabled": lambda root, user, _: root.call("update_user", username=user.name, enabled=False),
    "user_removed": lambda root, user, _: root.call("delete_user", username=user.name),
    "role_changed": lambda root, user, _: root.call("update_user", username=user.name, role="operator"),
    "password_changed": change_password,
    "too_many_sessions": log_in_often,
}


@pytest.mark.parametrize("code", WAYS)
def test_an_end_has_its_code(service, root, code):
    name = code.replace("_", "-")
    make_user(root, name)
    with login(service.ws_url, name) as user:
        user.name = name
        WAYS[code](root, user, service)
        ended = user.wait_event("session.ended", 5)
    assert ended["code"] == code, ended
    assert ended["reason"]


def test_a_key_that_is_revoked_has_its_code(service, root):
    made = root.call("create_api_key", name="wall", role="viewer")
    with Rpc(service.ws_url, made["api_key"]) as wall:
        root.call("revoke_api_key", key_id=made["key_id"])
        assert wall.wait_event("session.ended", 5)["code"] == "key_revoked"


def test_other_rights_are_told_to_sockets_that_subscribed(service, root):
    root.call("add_external_stream", stream_url="rtsp://127.0.0.1:1/gate", stream_name="gate")
    make_user(root, "few", cameras=[])
    with login(service.ws_url, "few") as user, login(service.ws_url, "few") as silent:
        user.call("subscribe_events", topics=["camera_status_update"])
        assert user.call("get_camera_list")["cameras"] == []
        device = root.call("get_camera_list")["cameras"][0]["device"]
        for change, seen in (("grant_access", [device]), ("revoke_access", [])):
            root.call(change, username="few", device=device, access="view")
            told = user.wait_event("session.rights_changed", 5)
            assert told["session_id"] == user.session["session_id"]
            assert [c["device"] for c in user.call("get_camera_list")["cameras"]] == seen
        silent.call("ping")
        assert not list(silent.events)
