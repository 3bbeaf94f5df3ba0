"""A JSON-RPC client over an independent WebSocket library."""

import collections
import itertools
import json
import time

import websocket


class RpcError(Exception):
    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']} {error.get('data')}")
        self.code = error["code"]
        self.data = error.get("data") or {}


class Rpc:
    def __init__(self, url, token=None, **options):
        self.url = url
        self.ws = websocket.create_connection(url, timeout=35, **options)
        self.events = collections.deque()
        self._ids = itertools.count(1)
        self._answers = {}
        self.session = self.call("authenticate", auth_token=token) if token else None

    def close(self):
        self.ws.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, method, **params):
        number = next(self._ids)
        self.ws.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))
        return number

    def _receive(self):
        message = json.loads(self.ws.recv())
        if "id" in message:
            self._answers[message["id"]] = message
        else:
            self.events.append(message)

    def answer(self, number):
        while number not in self._answers:
            self._receive()
        message = self._answers.pop(number)
        if "error" in message:
            raise RpcError(message["error"])
        return message["result"]

    def call(self, method, **params):
        return self.answer(self.send(method, **params))

    def raw(self, text):
        """Sends any text and returns the next frame as text."""
        self.ws.send(text)
        return self.ws.recv()

    def wait_event(self, topic, seconds, condition=lambda params: True):
        """The params of the first waiting or coming notification that fits."""
        deadline = time.monotonic() + seconds
        while True:
            for event in list(self.events):
                if event["method"] == topic and condition(event["params"]):
                    self.events.remove(event)
                    return event["params"]
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"no {topic} within {seconds} s; waiting are {[e['method'] for e in self.events]}")
            self.ws.settimeout(left)
            try:
                self._receive()
            except websocket.WebSocketTimeoutException:
                pass
            finally:
                self.ws.settimeout(35)
