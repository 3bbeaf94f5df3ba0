#!/usr/bin/python3
"""Sets the stage for the console: a display, a session bus, a home of its own, and the real service with two demo cameras
and a real RTSP camera; then runs a command there and ends with its exit code.

    stage.py [--bare] -- COMMAND...

The command finds in its environment: CS_CONSOLE_SERVER (address to type), CS_CONSOLE_USER and CS_CONSOLE_PASSWORD (an
admin), CS_CONSOLE_OPERATOR (an operator with the same password), CS_CONSOLE_CUTTABLE (the address by a network that can
be cut), CS_CONSOLE_LOG (of the service), and CS_CONSOLE_DIRECTOR, the socket by which it can have
things happen (director.py). CS_BIN_DIR names the folder of the built programs. With --bare there is the display alone.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration"))

ADMIN = "ada"
OPERATOR = "otto"
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


def environment(home, display):
    kept = {key: value for key, value in os.environ.items()
            if key.startswith(("CS_", "ASAN_", "UBSAN_", "LSAN_", "DBUS_")) or key in ("PATH",)}
    return {**kept, "HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/data",
            "XDG_CACHE_HOME": home + "/cache", "XDG_RUNTIME_DIR": home + "/run", "DISPLAY": display, "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb"}


# As if a screen reader were running.
ACCESSIBLE = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0"}


def run_at_home(command, display, more):
    with tempfile.TemporaryDirectory(prefix="camera-console-test-") as home:
        os.mkdir(home + "/run", 0o700)
        os.mkdir(home + "/Downloads")
        return subprocess.run(command, env={**environment(home, display.name), **more(home)}).returncode


def run_bare(command):
    display = Display()
    try:
        return run_at_home(command, display, lambda home: {})
    finally:
        display.close()


def run(command):
    from accounts import PASSWORD, make_user
    from camera import RtspCamera
    from director import Director
    from rpc import Rpc
    from ports import free_ports
    from service import Service, wait_for

    def world(home):
        director = Director(home + "/director", service, camera)
        return {**ACCESSIBLE, "CS_CONSOLE_SERVER": service.ws_url, "CS_CONSOLE_USER": ADMIN,
                "CS_CONSOLE_CUTTABLE": f"ws://127.0.0.1:{director.network.port}/ws",
                "CS_CONSOLE_OPERATOR": OPERATOR, "CS_CONSOLE_PASSWORD": PASSWORD, "CS_CONSOLE_DIRECTOR": home + "/director",
                "CS_CONSOLE_LOG": str(service.log_path)}

    # Tokens that run out within a test.
    service = Service(settings={"auth.access_token_minutes": 1})
    display, camera = Display(), RtspCamera(free_ports(1)[0])
    try:
        service.start()
        camera.start()
        with Rpc(service.ws_url, service.token()) as admin:
            make_user(admin, ADMIN, role="admin")
            make_user(admin, OPERATOR, role="operator")
            admin.call("add_external_stream", stream_url=camera.url, stream_name="Gate", stream_type="generic_rtsp")
            wait_for(lambda: admin.call("get_camera_list")["connected"] == 3, 40, "all three cameras are connected")
        return run_at_home(command, display, world)
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
    words = arguments[arguments.index("--") + 1:]
    sys.exit(run_bare(words) if arguments[0] == "--bare" else run(words))
