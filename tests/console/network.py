"""A network between a console and its service that can be cut: bytes stop, connections stay."""

import socket
import threading


class Network:
    """Listens on a port of its own and passes everything on to the service's, in threads of its own."""

    def __init__(self, target):
        self._target = target
        self._passes = threading.Event()
        self._passes.set()
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self):
        self._passes.clear()

    def mend(self):
        self._passes.set()

    def _listen(self):
        while True:
            near, _ = self._socket.accept()
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near):
        self._passes.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self._target), 5)
        except OSError:
            near.close()
            return
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source, sink):
        try:
            while data := source.recv(65536):
                self._passes.wait()
                sink.sendall(data)
        except OSError:
            pass
        # The end of a connection does not arrive either.
        self._passes.wait()
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
