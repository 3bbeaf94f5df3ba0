"""Half requests by the hundred keep nobody out."""

import collections
import socket
import threading
import time

import pytest
import requests

from service import HOST, Service


@pytest.fixture(scope="module")
def service():
    one = Service(demo=False)
    try:
        one.start()
        yield one
    finally:
        one.close()


class HalfHeads:
    """Keeps so many connections open that have sent half a request head each, and makes a new one all the time."""

    def __init__(self, port, count):
        self._address = (HOST, port)
        self._count = count
        self._open = collections.deque()
        self.made = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while not self._stop.is_set():
            one = socket.create_connection(self._address)
            self._open.append(one)
            self.made += 1
            try:
                one.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Half: ")
            except OSError:
                pass  # it was sent away already
            while len(self._open) > self._count:
                self._open.popleft().close()
            time.sleep(0.001)

    def full(self):
        return len(self._open) >= self._count

    def close(self):
        self._stop.set()
        self._thread.join(10)
        for one in self._open:
            one.close()


@pytest.mark.parametrize("count", [300, 800])
def test_half_heads_keep_no_request_out(service, count):
    crowd = HalfHeads(service.ports["http.port"], count)
    try:
        deadline = time.monotonic() + 30
        while not crowd.full() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert crowd.full()
        before = crowd.made
        times = []
        for _ in range(300):
            begin = time.monotonic()
            answer = requests.get(service.http_url + "/health/live", timeout=5, headers={"Connection": "close"})
            times.append(time.monotonic() - begin)
            assert answer.status_code == 200
        times.sort()
        print(f"{count} half heads, {crowd.made - before} new ones meanwhile: "
              f"median {times[150] * 1000:.1f} ms, slowest {times[-1] * 1000:.1f} ms")
        assert crowd.made > before
    finally:
        crowd.close()
