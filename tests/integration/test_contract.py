"""The wire contract, written down a second time and by hand: who may call what, and which members clients read."""

import json

import pytest

from rpc import Rpc, RpcError

RANK = {None: 0, "viewer": 1, "operator": 2, "admin": 3}
S, I, N, B, L, O = str, int, (int, float), bool, list, dict

# method: (role, valid params, members that a client reads with their types; None: not called here for its result)
METHODS = {
    "get_server_info": ("viewer", {}, {"name": S, "version": S, "build_date": S, "go_version": S, "architecture": S,
                                       "capabilities": L, "supported_formats": L, "max_cameras": I}),
    "get_status": ("admin", {}, {"status": S, "uptime": N, "version": S, "components": O}),
    "get_system_status": ("viewer", {}, {"status": S, "message": S, "available_cameras": L, "discovery_active": B}),
    "get_storage_info": ("admin", {}, {"total_space": I, "used_space": I, "available_space": I, "recordings_size": I,
                                       "snapshots_size": I, "usage_percentage": N, "low_space_warning": B}),
    "get_metrics": ("admin", {}, {"timestamp": S, "system_metrics": O, "camera_metrics": O, "recording_metrics": O, "stream_metrics": O}),
    "get_camera_list": ("viewer", {}, {"cameras": L, "total": I, "connected": I}),
    "get_camera_status": ("viewer", {"device": "camera0"}, {"device": S, "status": S, "name": S, "resolution": S, "fps": I,
                                                           "streams": O, "metrics": O, "capabilities": O}),
    "get_camera_capabilities": ("viewer", {"device": "camera0"}, {"device": S, "formats": L, "resolutions": L, "fps_options": L,
                                                                 "validation_status": S}),
    "get_stream_url": ("viewer", {"device": "camera0"}, {"device": S, "stream_name": S, "stream_url": S, "available": B,
                                                        "active_consumers": I, "stream_status": S}),
    "get_stream_status": ("viewer", {"device": "camera0"}, {"device": S, "stream_name": S, "status": S, "ready": B,
                                                           "ffmpeg_process": O, "mediamtx_path": O, "metrics": O, "start_time": S}),
    "start_streaming": ("operator", {"device": "camera0"}, {"device": S, "stream_name": S, "stream_url": S, "status": S,
                                                           "start_time": S, "auto_close_after": S, "ffmpeg_command": S}),
    "stop_streaming": ("operator", {"device": "camera0"}, {"device": S, "stream_name": S, "status": S, "start_time": S, "end_time": S,
                                                          "duration": N, "stream_continues": B, "message": S}),
    "take_snapshot": ("operator", {"device": "camera0", "filename": "contract.jpg"}, {"device": S, "filename": S, "status": S,
                                                                                     "timestamp": S, "file_size": I, "file_path": S}),
    "start_recording": ("operator", {"device": "camera0"}, {"device": S, "filename": S, "status": S, "start_time": S, "format": S}),
    "stop_recording": ("operator", {"device": "camera0"}, {"device": S, "filename": S, "status": S, "start_time": S, "end_time": S,
                                                          "duration": N, "file_size": I, "format": S}),
    "list_recordings": ("viewer", {"limit": 5, "offset": 0}, {"files": L, "total": I, "limit": I, "offset": I}),
    "list_snapshots": ("viewer", {}, {"files": L, "total": I, "limit": I, "offset": I}),
    "get_snapshot_info": ("viewer", {"filename": "contract.jpg"}, {"filename": S, "file_size": I, "created_time": S, "download_url": S}),
    "delete_snapshot": ("admin", {"filename": "contract.jpg"}, {"filename": S, "deleted": B, "success": B, "message": S}),
    "get_external_streams": ("viewer", {}, {"external_streams": L, "skydio_streams": L, "generic_streams": L, "total_count": I, "timestamp": S}),
    "subscribe_events": ("viewer", {"topics": ["camera.connected"]}, {"subscribed": B, "topics": L, "filters": O}),
    "get_subscription_stats": ("viewer", {}, {"global_stats": O, "client_topics": L, "client_id": S}),
    "unsubscribe_events": ("viewer", {}, {"unsubscribed": B, "topics": L}),
    "get_streams": ("viewer", {}, None),
    "get_recording_info": ("viewer", {"filename": "x.mp4"}, None),
    "delete_recording": ("admin", {"filename": "x.mp4"}, None),
    "add_external_stream": ("operator", {"stream_url": "rtsp://192.0.2.1/x", "stream_name": "x"}, None),
    "remove_external_stream": ("operator", {"stream_url": "rtsp://192.0.2.1/x"}, None),
}

NOT_BUILT_YET = ["set_retention_policy", "cleanup_old_files", "discover_external_streams", "set_discovery_interval"]


def code_of(client, method, params):
    try:
        client.call(method, **params)
        return 0
    except RpcError as error:
        return error.code


@pytest.mark.parametrize("method", METHODS)
def test_nobody_calls_it_before_signing_in_or_with_too_low_a_role(service, method):
    role, params, _ = METHODS[method]
    with Rpc(service.ws_url) as anonymous:
        assert code_of(anonymous, method, params) == -32001
    for low in ("viewer", "operator"):
        if RANK[low] < RANK[role]:
            with Rpc(service.ws_url, service.token(low)) as client:
                assert code_of(client, method, {"nonsense": 1}) == -32002


def test_every_reply_has_the_members_that_clients_read(admin):
    for method, (_, params, members) in METHODS.items():
        if members is None:
            continue
        reply = admin.call(method, **params)
        for name, kind in members.items():
            assert isinstance(reply[name], kind) and (kind is not I or not isinstance(reply[name], bool)), (method, name, reply)
    streams = admin.call("get_streams")
    assert isinstance(streams, list) and {"name", "ready", "readers", "bytes_sent", "source"} <= set(streams[0])


@pytest.mark.parametrize("method", NOT_BUILT_YET)
def test_a_method_that_is_not_built_is_not_found(service, admin, method):
    with Rpc(service.ws_url) as anonymous:
        assert code_of(anonymous, method, {}) == -32601
    assert code_of(admin, method, {}) == -32601


@pytest.mark.parametrize("number", ["1", "-1", "1.50", "12345678901234567890", "0", "null", '"a\\u00e9\\n"', '""'])
def test_ids_come_back_byte_for_byte(service, number):
    with Rpc(service.ws_url) as client:
        answer = client.raw(f'{{"jsonrpc":"2.0","method":"ping","id":{number}}}')
        assert f'"id":{number}' in answer and json.loads(answer)["result"] == "pong"


@pytest.mark.parametrize("frame, code", [
    ("{", -32700), ("[]", -32600), ("1", -32600), ('{"jsonrpc":"1.0","method":"ping","id":1}', -32600),
    ('{"jsonrpc":"2.0","method":1,"id":1}', -32600), ('{"jsonrpc":"2.0","method":"ping","id":{}}', -32600),
    ('{"jsonrpc":"2.0","method":"ping","method":"ping","id":1}', -32600), ('{"jsonrpc":"2.0","method":"ping","params":1,"id":1}', -32600),
    ('{"jsonrpc":"2.0","method":"ping","id":1,"params":{"a":' + "[" * 70 + "]" * 70 + "}}", -32600),
])
def test_broken_frames_get_one_precise_error(service, frame, code):
    with Rpc(service.ws_url) as client:
        assert json.loads(client.raw(frame))["error"]["code"] == code


def test_an_answer_comes_before_the_notification_it_caused(admin):
    admin.call("subscribe_events", topics=["recording.start", "recording.stop", "snapshot.taken"])
    for method, topic in (("start_recording", "recording.start"), ("stop_recording", "recording.stop"), ("take_snapshot", "snapshot.taken")):
        admin.ws.send(json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": {"device": "camera1"}}))
        first, second = json.loads(admin.ws.recv()), json.loads(admin.ws.recv())
        assert first["id"] == method and "result" in first
        assert second["method"] == topic and "id" not in second and second["params"]["seq"] > 0
