#!/usr/bin/python3
"""Sets the stage for the console: a display, a session bus, a home of its own, and the real service with two demo cameras
and a real RTSP camera; then runs a command there and ends with its exit code.

    stage.py [--keyring] [--service-only] -- COMMAND...

The command finds in its environment: CS_CONSOLE_SERVER (address to type), CS_CONSOLE_USER and CS_CONSOLE_PASSWORD (an
admin), CS_CONSOLE_SERVICE_PID, CS_CONSOLE_RTSP_PID. CS_BIN_DIR names the folder of the built programs.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration"))

ADMIN = "ada"
SCREEN = "1280x800x24"


def inside_session_bus():
    """The command runs on a bus of its own, so that no keychain or screen reader of the machine takes part."""
    if os.environ.get("CS_CONSOLE_BUS") != "own":
        os.environ["CS_CONSOLE_BUS"] = "own"
        os.execvp("dbus-run-session", ["dbus-run-session", "--", sys.executable, *sys.argv])


class Display:
    def __init__(self):
        self.process = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.name = ":" + self.process.stdout.readline().strip()
        assert self.name != ":", "Xvfb did not start"

    def close(self):
        self.process.terminate()
        self.process.wait()


def environment(home, display, service, camera, password):
    kept = {key: value for key, value in os.environ.items()
            if key.startswith(("CS_", "ASAN_", "UBSAN_", "LSAN_", "DBUS_")) or key in ("PATH",)}
    return {**kept, "HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/data",
            "XDG_CACHE_HOME": home + "/cache", "XDG_RUNTIME_DIR": home + "/run", "DISPLAY": display, "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0",
            "CS_CONSOLE_SERVER": service.ws_url, "CS_CONSOLE_USER": ADMIN, "CS_CONSOLE_PASSWORD": password,
            "CS_CONSOLE_SERVICE_PID": str(service.process.pid), "CS_CONSOLE_RTSP_PID": str(camera.process.pid)}


def run(command):
    from accounts import PASSWORD, make_user
    from camera import RtspCamera
    from rpc import Rpc
    from service import Service, free_ports, wait_for

    display, service, camera = Display(), Service(), RtspCamera(free_ports(1)[0])
    try:
        service.start()
        camera.start()
        with Rpc(service.ws_url, service.token()) as admin:
            make_user(admin, ADMIN, role="admin")
            admin.call("add_external_stream", stream_url=camera.url, stream_name="Gate", stream_type="generic_rtsp")
            wait_for(lambda: admin.call("get_camera_list")["connected"] == 3, 40, "all three cameras are connected")
        with tempfile.TemporaryDirectory(prefix="camera-console-test-") as home:
            os.mkdir(home + "/run", 0o700)
            os.mkdir(home + "/Downloads")
            return subprocess.run(command, env=environment(home, display.name, service, camera, PASSWORD)).returncode
    except AssertionError:
        print(service.log_tail())
        raise
    finally:
        camera.kill()
        service.close()
        display.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if "--" not in arguments:
        sys.exit(__doc__)
    inside_session_bus()
    sys.exit(run(arguments[arguments.index("--") + 1:]))
