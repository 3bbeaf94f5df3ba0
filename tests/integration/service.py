"""Starts the real service with real MediaMTX and ffmpeg on ports of its own, for one test module."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time

from ports import HOST, free_ports

BIN = pathlib.Path(os.environ["CS_BIN_DIR"])
PORT_KEYS = ("server.port", "http.port", "mediamtx.rtsp_port", "mediamtx.hls_port", "mediamtx.webrtc_port",
             "mediamtx.api_port", "mediamtx.metrics_port", "mediamtx.auth_port")


def wait_for(condition, seconds, what):
    """Polls until `condition()` is truthy and returns it; fails with `what` after the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(secret, claims, header=None):
    """A JWT by HS256, made without the service's own code."""
    head = b64(json.dumps(header or {"alg": "HS256", "typ": "JWT"}).encode())
    body = b64(json.dumps(claims).encode())
    mac = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{b64(mac)}"


class Service:
    def __init__(self, state=None, demo=True, settings=None):
        self._temporary = None
        if state is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="camera-service-test-")
            state = self._temporary.name
        self.state = pathlib.Path(state)
        self.demo = demo
        self.ports = dict(zip(PORT_KEYS, free_ports(len(PORT_KEYS))))
        self.settings = {"server.host": HOST, "mediamtx.webrtc_udp_port": free_ports(1)[0]}
        self.settings.update(settings or {})
        self.process = None
        self.log_path = self.state.parent / (self.state.name + ".log")

    @property
    def ws_url(self):
        return f"ws://{HOST}:{self.ports['server.port']}/ws"

    @property
    def http_url(self):
        return f"http://{HOST}:{self.ports['http.port']}"

    @property
    def socket_path(self):
        return self.state / "control.sock"

    def arguments(self):
        args = [str(BIN / "camera-service"), "--state", str(self.state), "--log-level", "debug"]
        if self.demo:
            args.append("--demo")
        for key, value in {**self.ports, **self.settings}.items():
            args += ["--set", f"{key}={value}"]
        return args

    def launch(self, *more):
        """Starts it and waits for nothing."""
        environment = {k: v for k, v in os.environ.items() if k != "CAMERA_SERVICE_SOCKET"}
        environment["ASAN_OPTIONS"] = "detect_leaks=0"
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([*self.arguments(), *more], stdout=log, stderr=log, env=environment)

    def start(self):
        self.launch()
        wait_for(self._answers, 20, f"the service at {self.http_url} is live (log: {self.log_tail()})")
        return self

    def _answers(self):
        assert self.process.poll() is None, f"the service ended with {self.process.returncode}: {self.log_tail()}"
        try:
            with socket.create_connection((HOST, self.ports["http.port"]), 1) as s:
                s.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                alive = b" 200 " in s.recv(4096)
            # The API's port is opened right after that of HTTP.
            socket.create_connection((HOST, self.ports["server.port"]), 1).close()
            return alive
        except OSError:
            return False

    def stop(self):
        """SIGTERM; returns (exit code, seconds)."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(15)
        return code, time.monotonic() - begin

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self._temporary:
            self._temporary.cleanup()
            self.log_path.unlink(missing_ok=True)

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def log_tail(self):
        return self.log()[-3000:]

    def secret(self):
        return (self.state / "secrets" / "jwt.key").read_bytes().strip()

    def token(self, role="admin", user="tester", lifetime=3600):
        now = int(time.time())
        return sign(self.secret(), {"user_id": user, "role": role, "iat": now, "exp": now + lifetime})

    def children(self):
        """(pid, command line) of all descendants."""
        found, parents = [], {self.process.pid}
        for line in subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout.splitlines():
            pid, parent, command = line.split(None, 2)
            if int(parent) in parents:
                parents.add(int(pid))
                found.append((int(pid), command))
        return found

    def pid_of(self, word):
        """Of the child whose program's name is `word`."""
        return next((pid for pid, command in self.children() if re.match(rf"\S*{word}(\s|$)", command)), None)

    def ctl(self, *arguments, check=True, timeout=60, environment=None):
        result = subprocess.run([str(BIN / "cameractl"), "--socket", str(self.socket_path), *arguments], capture_output=True,
                                text=True, timeout=timeout, env={**os.environ, **(environment or {}), "ASAN_OPTIONS": "detect_leaks=0"})
        if check:
            assert result.returncode == 0, f"cameractl {arguments}: {result.returncode}: {result.stderr}"
        return result
