"""The main job, from the socket to the disk."""

import time

import requests

from media import decoded_seconds, plays, probe, size_of


def test_camera_list_has_both_demo_cameras(viewer):
    reply = viewer.call("get_camera_list")
    assert (reply["total"], reply["connected"]) == (2, 2)
    row = reply["cameras"][0]
    assert row["device"] == "camera0" and row["resolution"] == "640x360"
    assert row["streams"]["rtsp"].startswith("rtsp://127.0.0.1:")


def test_stream_urls_with_a_token_play(viewer):
    reply = viewer.call("get_stream_url", device="camera0")
    assert reply["stream_status"] == "READY"
    for address in (reply["stream_url"], reply["streams"]["hls"]):
        probed = probe(address)
        assert probed, address
        assert size_of(probed) == "640x360"


def test_snapshot_is_a_downloadable_picture_of_the_streams_size(admin, tmp_path):
    taken = admin.call("take_snapshot", device="camera0")
    assert taken["status"] == "SUCCESS"
    answer = requests.get(taken["download_url"], timeout=10)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
    assert len(answer.content) == taken["file_size"]
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(answer.content)
    assert size_of(probe(str(picture))) == "640x360"
    assert plays(picture)
    listed = admin.call("list_snapshots")["files"]
    assert taken["filename"] in [row["filename"] for row in listed]


def test_recording_is_measured_playable_and_downloadable(admin, service, tmp_path):
    begin = time.monotonic()
    started = admin.call("start_recording", device="camera0")
    assert started["status"] == "RECORDING"
    running = time.monotonic()
    name = started["filename"]
    assert any(row["filename"] == name and row["state"] == "recording" for row in admin.call("list_recordings")["files"])
    time.sleep(5)
    stopped = admin.call("stop_recording", device="camera0")
    end = time.monotonic()
    assert stopped["filename"] == name and stopped["status"] == "STOPPED"
    assert running - begin < 5
    row = next(row for row in admin.call("list_recordings")["files"] if row["filename"] == name)
    answer = requests.get(row["download_url"], timeout=10)
    assert answer.status_code == 200 and len(answer.content) == stopped["file_size"]
    path = tmp_path / name
    path.write_bytes(answer.content)
    assert plays(path)
    assert abs(decoded_seconds(path) - stopped["duration"]) < 0.5
    assert 4.5 < stopped["duration"] < end - begin + 0.5
    assert admin.call("delete_recording", filename=name)["deleted"] is True
    assert requests.get(row["download_url"], timeout=10).status_code == 404


def test_timed_recording_stops_by_itself_and_says_so(admin):
    admin.call("subscribe_events", topics=["recording_status_update", "recording.stop"])
    started = admin.call("start_recording", device="camera1", duration=3)
    ended = admin.wait_event("recording_status_update", 10, lambda p: p["status"] == "STOPPED")
    assert ended["filename"] == started["filename"] and abs(ended["duration"] - 3) < 0.5
    assert admin.wait_event("recording.stop", 2)["seq"] == ended["seq"]
