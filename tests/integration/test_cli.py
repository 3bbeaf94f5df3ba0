"""cameractl against the running service, as a person at the host and as a script elsewhere."""

import json
import os
import subprocess

from media import decoded_seconds, plays, probe, size_of
from service import BIN


def test_camera_list_for_people_and_scripts(service):
    text = service.ctl("camera", "list").stdout
    assert "camera0" in text and "CONNECTED" in text and "Demo 1" in text
    assert json.loads(service.ctl("camera", "list", "--json").stdout)["total"] == 2


def test_snapshot_is_downloaded(service, tmp_path):
    target = tmp_path / "front.jpg"
    service.ctl("snapshot", "camera0", "-o", str(target))
    assert size_of(probe(str(target))) == "640x360"


def test_record_waits_and_the_recording_is_fetched_and_removed(service, tmp_path):
    service.ctl("record", "camera0", "--for", "3s")
    row = json.loads(service.ctl("recording", "list", "--json").stdout)["files"][0]
    target = tmp_path / "clip.mp4"
    service.ctl("recording", "get", row["filename"], "-o", str(target))
    assert plays(target) and abs(decoded_seconds(target) - 3) < 0.6
    again = service.ctl("recording", "get", row["filename"], "-o", str(target), check=False)
    assert again.returncode != 0 and "--force" in again.stderr
    service.ctl("recording", "rm", row["filename"])
    assert service.ctl("recording", "rm", row["filename"], check=False).returncode == 1


def test_an_issued_token_signs_in_elsewhere(service):
    token = service.ctl("token", "issue", "--role", "viewer", "--user", "vera").stdout.strip()
    environment = {**os.environ, "CAMERA_SERVICE_TOKEN": token, "ASAN_OPTIONS": "detect_leaks=0"}
    listed = subprocess.run([str(BIN / "cameractl"), "--url", service.ws_url, "camera", "list"], capture_output=True, text=True,
                            env=environment, timeout=30)
    assert listed.returncode == 0 and "camera1" in listed.stdout
    refused = subprocess.run([str(BIN / "cameractl"), "--url", service.ws_url, "snapshot", "camera0"], capture_output=True, text=True,
                             env=environment, timeout=30)
    assert refused.returncode == 4 and "operator" in refused.stderr


def test_call_reaches_every_method(service):
    assert json.loads(service.ctl("call", "ping").stdout) == "pong"
    wrong = service.ctl("call", "get_camera_status", '{"device": "camera99"}', check=False)
    assert wrong.returncode == 1 and "camera99" in wrong.stderr
    assert service.ctl("call", "no_such_method", check=False).returncode == 1
