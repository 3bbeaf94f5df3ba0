"""Events over real sockets: a client that is cut off again and again gets each of them once, and clients that never read
cost little."""

import json
import pathlib
import random
import socket
import struct
import threading
import time

import pytest
import requests
import websocket

from rpc import Rpc, RpcError
from service import BIN, Service, wait_for

EVENTS = 10_000
CUTS = 100


@pytest.fixture(scope="module")
def service():
    one = Service(demo=False, settings={"server.requests_per_second": 100000, "server.requests_per_second_per_address": 100000})
    try:
        yield one.start()
    except AssertionError:
        print(one.log_tail())
        raise
    finally:
        one.close()


@pytest.fixture
def dead_camera(service):
    """A camera that nobody answers for: each snapshot of it fails, and each failure is an event."""
    with Rpc(service.ws_url, service.token()) as admin:
        device = admin.call("add_external_stream", stream_url="rtsp://127.0.0.1:9/none", stream_name="none")["device"]
    yield device
    # By another socket: one that is not read answers no PINGs, and is dropped.
    with Rpc(service.ws_url, service.token()) as admin:
        admin.call("remove_external_stream", stream_url="rtsp://127.0.0.1:9/none")


class Cut(Exception):
    """The moment came at which the client is cut off."""


class CutClient:
    """Reads one topic and is cut off at random moments, whatever it is doing; goes on where it stood."""

    def __init__(self, service, topic, dice):
        self.service, self.topic, self.dice = service, topic, dice
        self.token = service.token("viewer", "vera")
        self.seqs, self.cuts, self.cut_while_signing_in = [], 0, 0
        self.since = self.epoch = None

    def _cut(self, ws):
        # Linger of no time: the kernel throws away what it holds and sends a reset.
        ws.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        ws.sock.close()
        self.cuts += 1

    def _receive(self, ws, until):
        left = until - time.monotonic()
        if left <= 0:
            raise Cut
        ws.settimeout(left)
        try:
            return json.loads(ws.recv())
        except websocket.WebSocketTimeoutException:
            raise Cut from None

    def _answer(self, ws, until, method, **params):
        ws.send(json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}))
        while "id" not in (message := self._receive(ws, until)):
            self._take(message)
        assert "result" in message, message
        return message["result"]

    def _take(self, message):
        assert message["method"] == self.topic, message
        self.since = message["params"]["seq"]
        self.seqs.append(self.since)

    def subscribe(self, ws, until):
        """The epoch is kept from the first answer on; nothing may have been lost since."""
        self._answer(ws, until, "authenticate", auth_token=self.token)
        known = {} if self.since is None else {"since_seq": self.since, "since_epoch": self.epoch}
        reply = self._answer(ws, until, "subscribe_events", topics=[self.topic], **known)
        assert not reply["resync_required"], reply
        if self.since is None:
            self.since, self.epoch = reply["last_seq"], reply["epoch"]

    def live_once(self, until):
        """One connection, up to the cut."""
        ws = websocket.create_connection(self.service.ws_url, timeout=10)
        subscribed = False
        try:
            self.subscribe(ws, until)
            subscribed = True
            while True:
                self._take(self._receive(ws, until))
        except Cut:
            self.cut_while_signing_in += not subscribed
            self._cut(ws)

    def first(self):
        """Before anything flows: only learns where the events stand."""
        ws = websocket.create_connection(self.service.ws_url, timeout=10)
        self.subscribe(ws, time.monotonic() + 10)
        self._cut(ws)
        self.cuts = 0

    def finish(self, last):
        ws = websocket.create_connection(self.service.ws_url, timeout=10)
        until = time.monotonic() + 30
        self.subscribe(ws, until)
        while self.since < last:
            self._take(self._receive(ws, until))
        ws.close()


class Witness(threading.Thread):
    """A client that is never cut off: what it gets is what there was."""

    def __init__(self, service, topics):
        super().__init__(daemon=True)
        self.client = Rpc(service.ws_url, service.token())
        self.client.call("subscribe_events", topics=topics)
        self.seqs, self.done = [], False
        self.start()

    def run(self):
        self.client.ws.settimeout(0.5)
        while True:
            try:
                text = self.client.ws.recv()
            except websocket.WebSocketTimeoutException:
                if self.done:
                    return
                continue
            message = json.loads(text)
            assert message["method"] != "events.resync", message
            self.seqs.append(message["params"]["seq"])

    def stop(self):
        self.done = True
        self.join(30)
        assert not self.is_alive()
        self.client.close()


def fail_snapshots(client, device, count):
    for number in [client.send("take_snapshot", device=device) for _ in range(count)]:
        try:
            client.answer(number)
            raise AssertionError("a picture of a camera that is not there")
        except RpcError as error:
            assert error.code == -32050, error


def test_a_client_cut_off_100_times_gets_each_of_10000_events_once(service, dead_camera):
    seed = random.randrange(2**32)
    print("seed", seed)
    dice = random.Random(seed)
    witness = Witness(service, ["snapshot.error"])
    client = CutClient(service, "snapshot.error", dice)
    client.first()
    made, cuts_at_end = 0, None

    def produce():
        nonlocal made, cuts_at_end
        with Rpc(service.ws_url, service.token()) as operator:
            while made < EVENTS:
                # The events flow for as long as the cuts go on.
                if made >= (client.cuts + 1) * EVENTS // CUTS:
                    time.sleep(0.002)
                    continue
                fail_snapshots(operator, dead_camera, 25)
                made += 25
        cuts_at_end = client.cuts

    producer = threading.Thread(target=produce, daemon=True)
    producer.start()
    while client.cuts < CUTS:
        # On a slow machine the events come first.
        while made < (client.cuts - 1) * EVENTS // CUTS and producer.is_alive():
            time.sleep(0.005)
        # Some so short that not even the sign-in is over.
        client.live_once(time.monotonic() + dice.uniform(0, dice.choice((0.03, 0.4, 0.4, 0.4))))
    producer.join(60)
    assert not producer.is_alive() and made == EVENTS
    wait_for(lambda: len(witness.seqs) >= EVENTS, 30, "the witness has all events")
    witness.stop()
    client.finish(witness.seqs[-1])
    print(f"cut {client.cuts} times, {client.cut_while_signing_in} of them before it was subscribed; "
          f"{cuts_at_end} while events were made")
    assert len(witness.seqs) == len(set(witness.seqs)) == EVENTS
    assert client.cuts == CUTS and cuts_at_end >= CUTS - 2
    assert client.seqs == witness.seqs, (f"{len(client.seqs)} events instead of {EVENTS}; doubled "
                                         f"{len(client.seqs) - len(set(client.seqs))}, missing "
                                         f"{len(set(witness.seqs) - set(client.seqs))}")


SLEEPERS = 20
MOST_HELD = 4_000_000


class Sleeper:
    """A client that subscribes, to what comes or also to all that was missed, and never reads."""

    def __init__(self, service, **missed):
        # A small window: what the kernel takes over is not held by the service.
        self.ws = websocket.create_connection(service.ws_url, timeout=10,
                                              sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)])
        self._number = 0
        self._send("authenticate", auth_token=service.token("viewer", "vera"))
        self._send("subscribe_events", topics=["snapshot.error"], **missed)

    def _send(self, method, **params):
        self._number += 1
        self.ws.send(json.dumps({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}))

    def read(self, seconds):
        """Wakes up: everything that comes until it has been silent for so long."""
        self.ws.settimeout(seconds)
        messages = []
        try:
            while True:
                messages.append(json.loads(self.ws.recv()))
        except websocket.WebSocketTimeoutException:
            return messages


def held(service):
    """The bytes that wait in the service: of the client with most, and of all."""
    text = requests.get(f"{service.http_url}/metrics", timeout=10).text
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return float(values["camera_service_queued_bytes_largest"]), float(values["camera_service_queued_bytes"])


def is_sanitized():
    return b"__asan_init" in (BIN / "camera-service").read_bytes()


def resident(service):
    status = pathlib.Path(f"/proc/{service.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) * 1024


def test_20_clients_that_never_read_hold_under_4_mb_each(service, dead_camera):
    with Rpc(service.ws_url, service.token()) as operator:
        for _ in range(30):
            fail_snapshots(operator, dead_camera, 100)
        before = resident(service)
        sleepers = [Sleeper(service, **({"since_seq": 0} if number % 2 else {})) for number in range(SLEEPERS)]
        seen = []

        def look():
            begin = time.monotonic()
            operator.call("ping")
            assert time.monotonic() - begin < 2, "others wait"
            seen.append(held(service))
            return seen[-1]

        for _ in range(40):
            fail_snapshots(operator, dead_camera, 100)
            look()
        # Until it stays as it is; the figures in /metrics are up to five seconds old.
        wait_for(lambda: look()[0] > 100_000, 60, "the kernel takes no more")
        for _ in range(60):
            look()
            time.sleep(0.1)
        growth = resident(service) - before
    largest, total = max(one for one, _ in seen), max(all_ for _, all_ in seen)
    print(f"held for one at most {largest / 1e6:.2f} MB, for all {total / 1e6:.2f} MB; the process grew by {growth / 1e6:.1f} MB")
    assert largest < MOST_HELD and total < SLEEPERS * MOST_HELD
    # AddressSanitizer keeps what was freed.
    assert is_sanitized() or growth < SLEEPERS * MOST_HELD
    # One that wakes up gets whole messages and is told what was left out, or has been cut off.
    try:
        messages = sleepers[0].read(3)
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        messages = []
    seqs = [m["params"]["seq"] for m in messages if m.get("method") == "snapshot.error"]
    print(f"one that woke up got {len(messages)} messages")
    assert all("result" in m or "method" in m for m in messages)
    assert seqs == sorted(set(seqs)), "doubled, or out of order"
    for sleeper in sleepers:
        sleeper.ws.close(timeout=1)
