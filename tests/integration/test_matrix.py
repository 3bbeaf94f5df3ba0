"""Every method x every kind of caller x own, foreign and unknown camera, from the declarations, over a real socket."""

import pytest

from accounts import code_of, error_of, login, make_user
from conftest import connected
from rpc import Rpc
from service import Service, wait_for

RANK = {"viewer": 1, "operator": 2, "admin": 3}
# Would end the very session that asks, or the service's own users.
KEEPS_NOTHING = {"logout", "login", "refresh_token", "authenticate"}


@pytest.fixture(scope="module")
def service():
    one = Service(settings={"auth.password_memory_mib": 8, "auth.password_passes": 1, "server.requests_per_second": 100000,
                            "server.requests_per_second_per_address": 100000})
    try:
        one.start()
        with Rpc(one.ws_url, one.token()) as admin:
            wait_for(lambda: connected(admin, "camera0") and connected(admin, "camera1"), 30, "both cameras are CONNECTED")
        yield one
    finally:
        one.close()


@pytest.fixture(scope="module")
def root(service):
    with Rpc(service.ws_url, service.token()) as client:
        yield client


@pytest.fixture(scope="module")
def methods(service):
    with Rpc(service.ws_url) as anybody:
        document = anybody.call("rpc.discover")
    return {m["name"]: m for m in document["methods"]}


@pytest.fixture(scope="module")
def callers(service, root):
    """By name: (role, open to all cameras?, client)."""
    people = {}
    for role in RANK:
        make_user(root, f"all-{role}", role)
        make_user(root, f"few-{role}", role, cameras=["camera0"], access="operate")
        people[f"all-{role}"] = (role, True, login(service.ws_url, f"all-{role}"))
        people[f"few-{role}"] = (role, False, login(service.ws_url, f"few-{role}"))
    yield people
    for _, _, client in people.values():
        client.close()


def test_the_role_is_asked_before_the_params_in_every_cell(service, methods, callers):
    checked = 0
    with Rpc(service.ws_url) as nobody:
        for name, method in methods.items():
            needed = method["x-role"]
            if name in KEEPS_NOTHING:
                continue
            if needed == "none":
                assert code_of(nobody, name, nonsense=1) in (-32602, 0), name
                continue
            assert code_of(nobody, name, nonsense=1) == -32001, name
            for who, (role, every, client) in callers.items():
                error = error_of(client, name, nonsense=1)
                assert error, f"{who} {name}: nonsense was accepted"
                if RANK[role] < RANK[needed]:
                    assert error.code == -32002, f"{who} {name}: {error}"
                    assert error.data == {"required_role": needed, "have_role": role}, f"{who} {name}: {error.data}"
                elif method["x-cameras"] == "all" and not every:
                    assert error.code == -32002, f"{who} {name}: {error}"
                    assert error.data["reason"] == "limited to some cameras", f"{who} {name}: {error.data}"
                else:
                    assert error.code == -32602, f"{who} {name}: {error}"
                checked += 1
    assert checked > 200


def needs_only_device(method):
    return [p["name"] for p in method["params"] if p.get("required")] == ["device"]


def test_a_forbidden_camera_is_an_unknown_one_in_every_cell(methods, callers):
    """Own: whatever the camera's state allows. Foreign and unknown: the same answer, word for word but for the id."""
    checked = 0
    for name, method in methods.items():
        if not needs_only_device(method):
            continue
        for who, (role, every, client) in callers.items():
            if RANK[role] < RANK[method["x-role"]]:
                continue
            own = code_of(client, name, device="camera0")
            assert own in (0, -32020, -32010 if name == "get_stream_status" else 0), f"{who} {name}: {own}"
            unknown = error_of(client, name, device="camera99")
            assert unknown.code == -32010, f"{who} {name}: {unknown}"
            if not every:
                foreign = error_of(client, name, device="camera1")
                assert foreign and foreign.code == -32010, f"{who} {name} camera1: {foreign}"
                assert str(foreign).replace("camera1", "X") == str(unknown).replace("camera99", "X"), f"{who} {name}"
            checked += 1
    assert checked > 30


def test_an_admin_of_some_cameras_gets_no_further(service, root, callers):
    key = root.call("create_api_key", name="half", role="admin", devices=["camera0"])
    with Rpc(service.ws_url, key["api_key"]) as by_key:
        for who in (by_key, callers["few-admin"][2]):
            for method, params in [("create_user", {"username": "eve", "role": "admin", "password": "grey lanterns 77"}),
                                   ("update_user", {"username": "few-admin", "restricted": False}),
                                   ("create_api_key", {"name": "eve", "role": "admin"}),
                                   ("create_group", {"name": "eve", "devices": ["camera0"]}),
                                   ("grant_access", {"username": "few-admin", "device": "camera0", "access": "view"}),
                                   ("rotate_api_key", {"key_id": key["key_id"]})]:
                assert code_of(who, method, **params) == -32002, method
            victim = callers["all-viewer"][2].session["session_id"]
            assert code_of(who, "end_session", session_id=victim) == -32002
            assert code_of(who, "list_audit_events") == -32002
            # At its camera it is the admin that it is.
            assert who.call("take_snapshot", device="camera0")["status"] == "SUCCESS"
            assert who.call("get_status")["status"]
    assert "eve" not in [u["username"] for u in root.call("list_users")["users"]]
    root.call("revoke_api_key", key_id=key["key_id"])


def test_a_view_grant_does_not_operate(service, root):
    make_user(root, "looker", "operator", cameras=["camera0"], access="view")
    with login(service.ws_url, "looker") as looker:
        assert looker.call("get_camera_status", device="camera0")["device"] == "camera0"
        assert code_of(looker, "take_snapshot", device="camera0") in (-32002, -32010)
        root.call("grant_access", username="looker", device="camera0", access="operate")
        assert looker.call("take_snapshot", device="camera0")["status"] == "SUCCESS"


def test_lists_and_counts_leave_out_what_one_may_not_see(callers):
    few, every = callers["few-viewer"][2], callers["all-viewer"][2]
    callers["all-operator"][2].call("take_snapshot", device="camera1")
    assert every.call("get_camera_list")["total"] == 2
    seen = few.call("get_camera_list")
    assert (seen["total"], seen["connected"], [c["device"] for c in seen["cameras"]]) == (1, 1, ["camera0"])
    assert [s["name"] for s in few.call("get_streams")] == ["camera0"]
    assert all(f["filename"].startswith("camera0") for f in few.call("list_snapshots")["files"])
    assert few.call("list_snapshots")["total"] < every.call("list_snapshots")["total"]
    assert "camera1" not in str(few.call("get_system_status"))


def test_events_of_a_forbidden_camera_do_not_come(callers):
    few, every = callers["few-viewer"][2], callers["all-viewer"][2]
    for client in (few, every):
        client.call("subscribe_events", topics=["snapshot.taken"])
    operator = callers["all-operator"][2]
    operator.call("take_snapshot", device="camera1")
    operator.call("take_snapshot", device="camera0")
    assert every.wait_event("snapshot.taken", 5)["device"] == "camera1"
    assert few.wait_event("snapshot.taken", 5)["device"] == "camera0"
    assert not [e for e in few.events if e["params"].get("device") == "camera1"]
