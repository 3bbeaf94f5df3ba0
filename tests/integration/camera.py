"""A real RTSP camera beside the service: gst-rtsp-server in a process of its own."""

import pathlib
import signal
import subprocess

SCRIPT = pathlib.Path(__file__).parent.parent / "support" / "rtspcamera.py"


class RtspCamera:
    def __init__(self, port, user="admin", password="secret", auth="digest", gop="1s", size="640x360"):
        self.port, self.user, self.password, self.auth, self.gop, self.size = port, user, password, auth, gop, size
        self.process = None

    @property
    def url(self):
        return f"rtsp://{self.user}:{self.password}@127.0.0.1:{self.port}/stream"

    def start(self):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", str(SCRIPT), "--port", str(self.port), "--user", self.user, "--auth", self.auth, "--gop", self.gop,
             "--size", self.size, "--fps", "15", "--path", "/stream"],
            stdout=subprocess.PIPE, text=True, env={"RTSPCAMERA_PASSWORD": self.password, "PATH": "/usr/bin:/bin"})
        line = self.process.stdout.readline()
        assert line.startswith("READY"), line
        return self

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None
