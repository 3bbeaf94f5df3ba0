"""Plain and encrypted on one port each: ws and wss, http and https."""

import base64
import contextlib
import hashlib
import json
import os
import socket
import ssl
import subprocess
import time

import pytest
import requests
import websocket

from browser import Page, needs_browser
from conftest import connected
from rpc import Rpc
from service import HOST, Service, wait_for

LENIENT = {"cert_reqs": ssl.CERT_NONE, "check_hostname": False}


@pytest.fixture(scope="module")
def tls_service():
    with_tls = Service(demo=False)
    try:
        yield with_tls.start()
    except AssertionError:
        print(with_tls.log_tail())
        raise
    finally:
        with_tls.close()


def certificate_of(service):
    return service.state / "tls" / "cert.pem"


def wss_url(service):
    return service.ws_url.replace("ws://", "wss://")


def https_url(service):
    return service.http_url.replace("http://", "https://")


def shown_certificate(port):
    """What the server shows, DER."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((HOST, port), 10) as plain, context.wrap_socket(plain) as encrypted:
        return encrypted.getpeercert(binary_form=True)


def der(pem):
    return ssl.PEM_cert_to_DER_cert(pem.read_text())


def key_digest(pem):
    """SHA-256 of the public key, base64."""
    public = subprocess.run(["openssl", "x509", "-in", pem, "-pubkey", "-noout"], capture_output=True, check=True).stdout
    raw = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=public, capture_output=True, check=True).stdout
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


def make_pair(folder, name):
    """Files of a certificate that somebody else made."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "5", "-subj", f"/CN={name}", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], capture_output=True, check=True)
    return certificate, key


def test_the_first_start_makes_a_certificate(tls_service):
    folder = tls_service.state / "tls"
    assert (folder / "key.pem").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    text = subprocess.run(["openssl", "x509", "-in", certificate_of(tls_service), "-noout", "-text"], capture_output=True,
                          text=True, check=True).stdout
    for part in ("prime256v1", "DNS:localhost", "IP Address:127.0.0.1", f"DNS:{socket.gethostname().lower()}"):
        assert part in text, text


def test_clients_may_trust_it(tls_service):
    trust = str(certificate_of(tls_service))
    assert requests.get(https_url(tls_service) + "/health/live", verify=trust, timeout=10).status_code == 200
    with Rpc(wss_url(tls_service), tls_service.token(), sslopt={"ca_certs": trust}) as client:
        assert client.call("ping") == "pong"


def test_plain_goes_on_beside_it(tls_service):
    with Rpc(tls_service.ws_url, tls_service.token()) as plain, Rpc(wss_url(tls_service), tls_service.token(), sslopt=LENIENT) as tls:
        assert plain.call("get_server_info")["name"] == tls.call("get_server_info")["name"]
    assert requests.get(tls_service.http_url + "/health", timeout=10).status_code == 200


@pytest.mark.parametrize("port", ["server.port", "http.port"])
@pytest.mark.parametrize("version, accepted", [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_old_versions_are_refused(tls_service, port, version, accepted):
    result = subprocess.run(["openssl", "s_client", "-connect", f"{HOST}:{tls_service.ports[port]}", version, "-cipher",
                             "ALL:@SECLEVEL=0"], input="", capture_output=True, text=True, timeout=20, check=False)
    assert ("Cipher is (NONE)" not in result.stdout and result.returncode == 0) == accepted, result.stdout + result.stderr


def median_handshake(port):
    times = []
    for _ in range(11):
        begin = time.monotonic()
        shown_certificate(port)
        times.append(time.monotonic() - begin)
    return sorted(times)[5]


@pytest.mark.parametrize("port", ["server.port", "http.port"])
def test_silent_handshakes_hold_up_nobody(tls_service, port):
    alone = median_handshake(tls_service.ports[port])
    silent = [socket.create_connection((HOST, tls_service.ports[port]), 10) for _ in range(30)]
    try:
        for one in silent:
            one.sendall(b"\x16\x03\x01\x02\x00")
        # On a busy machine both are slow.
        assert median_handshake(tls_service.ports[port]) < max(0.1, 3 * alone)
    finally:
        for one in silent:
            one.close()


def test_a_silent_handshake_is_cut_off_though_nobody_else_comes(tls_service):
    with socket.create_connection((HOST, tls_service.ports["http.port"]), 20) as silent:
        silent.sendall(b"\x16\x03\x01\x02\x00")
        begin = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            while silent.recv(4096):
                pass
        assert 8 < time.monotonic() - begin < 14


@needs_browser
def test_a_browser_connects(tls_service):
    page = Page()
    with_page = Service(demo=False, settings={"server.allowed_origins": page.origin})
    try:
        with_page.start()
        script = """
            const socket = new WebSocket(%s);
            socket.onerror = () => report({error: "no connection"});
            socket.onopen = () => socket.send('{"jsonrpc":"2.0","id":1,"method":"authenticate","params":{"auth_token":%s}}');
            socket.onmessage = async message => {
                const page = await fetch(%s);
                report({answer: JSON.parse(message.data), health: await page.json()});
            };"""
        token = json.dumps(with_page.token())
        seen = page.visit(script % (json.dumps(wss_url(with_page)), token, json.dumps(https_url(with_page) + "/health")),
                          [key_digest(certificate_of(with_page))])
        assert seen.get("answer", {}).get("result", {}).get("authenticated") is True, seen
        assert seen["health"]["status"] in ("HEALTHY", "DEGRADED", "UNHEALTHY"), seen
        # The same browser, not told to trust the key.
        assert page.visit(script % (json.dumps(wss_url(with_page)), token, '""')) == {"error": "no connection"}
    finally:
        with_page.close()
        page.close()


def test_a_new_certificate_drops_nobody(tmp_path):
    first, second = make_pair(tmp_path, "first"), make_pair(tmp_path, "second")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.write_bytes(first[0].read_bytes())
    key.write_bytes(first[1].read_bytes())
    service = Service(demo=False, settings={"tls.certificate": certificate, "tls.key": key})
    clients = []
    try:
        service.start()
        assert not (service.state / "tls").exists()
        ports = [service.ports["server.port"], service.ports["http.port"]]
        assert [shown_certificate(port) for port in ports] == [der(first[0])] * 2
        clients = [Rpc(wss_url(service), service.token(), sslopt=LENIENT) for _ in range(100)]
        for path, new in ((certificate, second[0]), (key, second[1])):
            fresh = path.with_suffix(".new")
            fresh.write_bytes(new.read_bytes())
            os.rename(fresh, path)
        wait_for(lambda: all(shown_certificate(port) == der(second[0]) for port in ports), 10, "the new certificate is shown")
        assert [client.call("ping") for client in clients] == ["pong"] * 100
        # One that does not fit changes nothing.
        certificate.write_bytes(first[0].read_bytes())
        wait_for(lambda: "the old certificate is kept" in service.log(), 10, "the service says that it keeps the old one")
        assert shown_certificate(ports[0]) == der(second[0])
        assert "PRIVATE KEY" not in service.log()
    finally:
        for client in clients:
            client.close()
        service.close()


def test_required_means_required(tmp_path):
    service = Service(settings={"tls.mode": "required"})
    # The plain health page that start() waits for is not there.
    service._answers = lambda: _is_live(service)
    try:
        service.start()
        refused = requests.get(service.http_url + "/health", timeout=10)
        assert refused.status_code == 426 and "https://" in refused.text
        with pytest.raises(websocket.WebSocketBadStatusException) as caught:
            Rpc(service.ws_url)
        assert caught.value.status_code == 426
        with Rpc(wss_url(service), service.token(), sslopt=LENIENT) as client:
            assert client.call("ping") == "pong"
            wait_for(lambda: connected(client, "camera0"), 30, "camera0 is CONNECTED")
            info = client.call("get_server_info")
        # On the host there is no other way in, and no authority that vouches for the certificate.
        picture = tmp_path / "picture.jpg"
        service.ctl("snapshot", "camera0", "-o", str(picture))
        assert picture.read_bytes().startswith(b"\xff\xd8")
        assert info["tls_fingerprint"] == hashlib.sha256(der(certificate_of(service))).hexdigest()
    finally:
        service.close()


def _is_live(service):
    assert service.process.poll() is None, service.log_tail()
    try:
        return requests.get(https_url(service) + "/health/live", verify=False, timeout=2).status_code == 200
    except requests.RequestException:
        return False


def test_off_means_off():
    service = Service(demo=False, settings={"tls.mode": "off"})
    try:
        service.start()
        for port in ("server.port", "http.port"):
            with pytest.raises((ssl.SSLError, OSError)):
                shown_certificate(service.ports[port])
        with Rpc(service.ws_url, service.token()) as client:
            assert client.call("ping") == "pong"
    finally:
        service.close()
