"""What the service measures, and how ready it says it is from its start to its end."""

import os
import re
import signal

import requests

from conftest import connected
from rpc import Rpc, RpcError
from service import Service, wait_for

LINE = re.compile(r'^[a-z_]+(\{[a-z_]+="([^"\\]|\\.)*"\})? -?[0-9.e+-]+$')


def series(text):
    """name{labels} -> value; fails on a line that is not of the format."""
    values = {}
    for line in text.splitlines():
        if line.startswith("# HELP ") or line.startswith("# TYPE "):
            continue
        assert LINE.match(line), line
        name, _, value = line.rpartition(" ")
        assert name not in values, name
        values[name] = float(value)
    return values


def test_get_metrics_counts_cameras_streams_and_the_process(admin):
    reply = admin.call("get_metrics")
    cameras = reply["camera_metrics"]
    assert cameras["connected_cameras"] == 2 and set(cameras["cameras"]) == {"camera0", "camera1"}
    assert cameras["cameras"]["camera0"]["status"] == "CONNECTED" and cameras["cameras"]["camera0"]["bytes_received"] > 0
    streams = reply["stream_metrics"]
    assert (streams["active_streams"], streams["total_streams"]) == (2, 2) and streams["total_viewers"] >= 0
    system = reply["system_metrics"]
    for name in ("cpu_usage", "memory_usage", "disk_usage"):
        assert 0 <= system[name] <= 100, name
    assert system["goroutines"] >= 2 and system["resident_bytes"] > 10_000_000 and system["open_files"] > 10
    assert reply["recording_metrics"]["active"] == 0


def test_get_metrics_is_for_admins(service):
    for role in ("viewer", "operator"):
        with Rpc(service.ws_url, service.token(role)) as client:
            try:
                client.call("get_metrics")
                raise AssertionError("answered")
            except RpcError as error:
                assert error.code == -32002 and error.data["required_role"] == "admin"


def test_recordings_are_counted(admin):
    before = admin.call("get_metrics")["recording_metrics"]
    admin.call("start_recording", device="camera1")
    during = admin.call("get_metrics")["recording_metrics"]
    assert during["active"] == before["active"] + 1 and during["started"] == before["started"] + 1
    admin.call("stop_recording", device="camera1")
    after = wait_for(lambda: (m := admin.call("get_metrics")["recording_metrics"])["completed"] > before["completed"] and m, 5,
                     "the recording counts as completed")
    assert after["active"] == before["active"] and after["failed"] == before["failed"]


def test_prometheus_page_is_measured_anew_and_well_formed(service):
    answer = requests.get(f"{service.http_url}/metrics", timeout=5)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    # The figures are up to five seconds old: the first ones are from before MediaMTX ran.
    values = wait_for(lambda: (v := series(requests.get(f"{service.http_url}/metrics", timeout=5).text))
                      ['camera_service_component_up{component="mediamtx"}'] == 1 and v, 8, "MediaMTX is shown as running")
    first = values["camera_service_measured_at_seconds"]
    later = wait_for(lambda: (v := series(requests.get(f"{service.http_url}/metrics", timeout=5).text))
                     ["camera_service_measured_at_seconds"] > first and v, 8, "the figures are taken again")
    assert later['camera_service_camera_up{device="camera0"}'] == 1
    assert later['camera_service_camera_received_bytes_total{device="camera0"}'] > 0
    assert later["process_cpu_seconds_total"] >= values["process_cpu_seconds_total"] > 0


def test_prometheus_page_is_closed_to_strangers(service):
    page = f"{service.http_url}/metrics"
    for headers in ({"X-Forwarded-For": "192.0.2.7"}, {"Host": "evil.example"}, {"Via": "1.1 proxy"}):
        assert requests.get(page, headers=headers, timeout=5).status_code == 401, headers
    by_proxy = {"Via": "1.1 proxy"}
    for role, status in (("viewer", 403), ("operator", 403), ("admin", 200)):
        bearer = {"Authorization": f"Bearer {service.token(role)}"}
        assert requests.get(page, headers={**by_proxy, **bearer}, timeout=5).status_code == status, role
    assert requests.post(page, timeout=5).status_code == 405


def test_mediamtx_shows_its_metrics_and_its_api_to_no_local_user(service):
    """Its metrics tell who watches from where."""
    for key, page in (("mediamtx.metrics_port", "metrics"), ("mediamtx.api_port", "v3/paths/list")):
        answer = requests.get(f"http://127.0.0.1:{service.ports[key]}/{page}", timeout=10)
        assert answer.status_code == 401 and "camera0" not in answer.text, page


def held_back(folder, service):
    """A MediaMTX that does not begin before somebody opens the gate, and the gate."""
    real = re.search(r'with MediaMTX "[^"]*" at "([^"]*)"', service.log()).group(1)
    gate, wrapper = folder / "gate", folder / "mediamtx-held-back"
    os.mkfifo(gate)
    # Reading a pipe waits for a writer. Once it has been opened the pipe is gone, and nobody waits any more.
    wrapper.write_text(f"""#!/bin/sh
case "$1" in --*) exec {real} "$@";; esac
if [ -p {gate} ]; then read -r _ < {gate}; fi
exec {real} "$@"
""")
    wrapper.chmod(0o755)
    return wrapper, gate


def test_readiness_goes_from_starting_over_partial_to_ready(service, tmp_path):
    """Every phase as a client sees it: the media server comes late, dies, and comes back."""
    wrapper, gate = held_back(tmp_path, service)
    fresh = Service(settings={"mediamtx.binary": wrapper})
    try:
        fresh.start()
        with Rpc(fresh.ws_url, fresh.token("viewer")) as client:
            seen = []

            def status():
                reply = client.call("get_system_status")
                assert reply["message"] and isinstance(reply["discovery_active"], bool)
                if not seen or seen[-1] != reply["status"]:
                    seen.append(reply["status"])
                return reply

            # The doors open before MediaMTX answers, and it is held back until this has been seen.
            begun = status()
            assert begun["status"] == "starting" and "media server" in begun["message"], begun
            writer = os.open(gate, os.O_RDWR)
            gate.unlink()
            os.write(writer, b"go\n")
            wait_for(lambda: status()["status"] == "ready", 30, "the service is ready")
            os.close(writer)
            # How much of what lies between a client sees depends on the machine.
            assert seen in (["starting", "ready"], ["starting", "partial", "ready"]), seen
            assert status()["available_cameras"] == ["camera0", "camera1"]
            process = fresh.pid_of("mediamtx")
            os.kill(process, signal.SIGKILL)
            partial = wait_for(lambda: (r := status())["status"] == "partial" and r, 10, "the loss of MediaMTX is seen")
            assert partial["available_cameras"] == [] or "media server" in partial["message"]
            wait_for(lambda: status()["status"] == "ready", 60, "the service is ready again")
            assert "starting" not in seen[1:], seen
            with Rpc(fresh.ws_url, fresh.token()) as admin:
                assert connected(admin, "camera0")
    finally:
        fresh.close()
