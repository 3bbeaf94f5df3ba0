"""What a console test may have done to the world around it, by lines of JSON over a local socket.

Each line is a request: {"do": NAME, ...}; the answer is a line, {"ok": true, "result": ...} or {"ok": false, "why": TEXT}.
"""

import json
import os
import pathlib
import signal
import socket
import threading

from network import Network
from rpc import Rpc


class Director(threading.Thread):
    """Kills and starts the service, cuts the network, turns cameras off and on; in threads of its own."""

    def __init__(self, path, service, camera):
        super().__init__(daemon=True)
        self.service, self.camera = service, camera
        self.network = Network(service.ports["server.port"])
        self._frozen = []
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        pathlib.Path(path).chmod(0o600)
        self.start()

    def run(self):
        while True:
            peer, _ = self._socket.accept()
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer, peer.makefile("rw") as lines:
            for line in lines:
                request = json.loads(line)
                try:
                    answer = {"ok": True, "result": getattr(self, "do_" + request.pop("do"))(**request)}
                except Exception as error:  # whatever it was, the test that asked says so
                    answer = {"ok": False, "why": repr(error)}
                lines.write(json.dumps(answer) + "\n")
                lines.flush()

    def do_kill_service(self):
        self.service.kill()

    def do_start_service(self):
        self.service.start()

    def do_cut_network(self):
        """Nothing arrives any more, and nothing is closed; pictures, which go around, stand still with their server."""
        self.network.cut()
        self._frozen = [pid for pid in [self.service.pid_of("mediamtx")] if pid]
        for pid in self._frozen:
            os.kill(pid, signal.SIGSTOP)

    def do_mend_network(self):
        for pid in self._frozen:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass  # the service has started another one meanwhile
        self._frozen = []
        self.network.mend()

    def do_camera_off(self):
        self.camera.kill()

    def do_camera_on(self):
        self.camera.start()

    def do_camera_freeze(self):
        self.camera.freeze()

    def do_camera_thaw(self):
        self.camera.thaw()

    def do_call(self, method, params):
        """Any call of the API, as an admin."""
        with Rpc(self.service.ws_url, self.service.token()) as admin:
            return admin.call(method, **params)
