"""Finds the build and the helpers of the integration tests. Import it before them."""

import os
import pathlib
import sys

os.environ.setdefault("CS_BIN_DIR", str(pathlib.Path(os.environ.get("CAMERA_SERVICE_BUILD", "build/release")).resolve() / "bin"))
os.environ.pop("CAMERA_SERVICE_BUILD", None)
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "integration"))


def percentile(ordered, percent):
    """Of a sorted list, by the nearest rank."""
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[int(rank) - 1]
