"""How fluid the console is with release binaries: the programs of tests/console, built without sanitizers, where their bounds
are those that count. 500 cameras and 50 events a second while somebody scrolls and types (a frame takes less than 32 ms at
p95), and the faults of a day against the real service (the event loop never stands still for more than 100 ms). Fails if a
figure is missed. Builds what it needs in build/bench, where a first run takes minutes.

    bench_console.py [PROGRAM...]     of tst_crowd, tst_outages, tst_journey, tst_tree, tst_keychain; default: the first two
"""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "bench"
STAGE = ROOT / "tests" / "console" / "stage.py"
# Without the service, which they make up.
BARE = {"tst_crowd"}


def build(targets):
    subprocess.run(["cmake", "-S", str(ROOT), "-B", str(BUILD), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DCS_TESTS=ON"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", str(BUILD), "--parallel", str(os.cpu_count()), "--target", *targets], check=True)


def run(program):
    command = [sys.executable, str(STAGE), *(["--bare"] if program in BARE else []), "--", str(BUILD / "tests" / "test_console"), program]
    print(f"== {program}", flush=True)
    return subprocess.run(command, env={**os.environ, "CS_BIN_DIR": str(BUILD / "bin")}).returncode


if __name__ == "__main__":
    programs = sys.argv[1:] or ["tst_crowd", "tst_outages"]
    build(["test_console", *([] if BARE.issuperset(programs) else ["camera-service", "camera-service-frame", "cameractl"])])
    codes = [run(program) for program in programs]
    sys.exit(max(codes))
