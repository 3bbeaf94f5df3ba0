"""What ffprobe and ffmpeg, not the service, say about streams and files."""

import json
import subprocess


def probe(source, *options, timeout=20):
    """The probe of an address or file, or None if it cannot be read."""
    result = subprocess.run(["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", *options, source],
                            capture_output=True, text=True, timeout=timeout)
    if result.returncode != 0:
        return None
    return json.loads(result.stdout)


def size_of(probed):
    video = next(s for s in probed["streams"] if s["codec_type"] == "video")
    return f"{video['width']}x{video['height']}"


def decoded_seconds(path):
    """How long the file plays: every packet is read, none is believed from a header."""
    result = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,duration_time",
                             "-of", "csv=p=0", str(path)], capture_output=True, text=True, timeout=60, check=True)
    rows = [line.split(",") for line in result.stdout.split() if line[0].isdigit()]
    times = [float(row[0]) for row in rows]
    last = max(rows, key=lambda row: float(row[0]))
    return max(times) - min(times) + float(last[1] if len(last) > 1 and last[1] not in ("", "N/A") else 0)


def plays(path):
    """Whether every frame decodes without an error."""
    result = subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"], capture_output=True, text=True, timeout=120)
    return result.returncode == 0
