"""Ports that a test may give to programs it starts."""

import random
import socket

HOST = "127.0.0.1"
# Below the range from which the system gives ports away by itself (ip_local_port_range).
CHOICE = range(15000, 32000)
_reservations = {}


def _reserve(port):
    """Whether the port is this program's until its end: tests/support/freeport.h goes by the same names."""
    name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        name.bind(f"\0camera-service-test-port-{port}")
    except OSError:
        name.close()
        return False
    _reservations[port] = name
    return True


def _is_free(port):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("", port))
            except OSError:
                return False
    return True


def free_ports(count):
    """Ports that nobody uses, for TCP and UDP, and that no other test is given while this program runs."""
    found = []
    while len(found) < count:
        port = random.choice(CHOICE)
        if port not in _reservations and _reserve(port) and _is_free(port):
            found.append(port)
    return found
