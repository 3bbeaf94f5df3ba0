"""Users of an OpenID provider: its tokens checked by cameractl without a service, and taken by the service."""

import json
import subprocess

import pytest

from openid_provider import Provider
from rpc import Rpc, RpcError
from service import BIN, Service

ALGORITHMS = {"urn:cams": "RS256", "urn:cams:es": "ES256", "urn:cams:ed": "EdDSA", "urn:cams:ps": "PS256"}


@pytest.fixture(scope="module")
def provider():
    started = Provider()
    yield started
    started.close()


@pytest.fixture(scope="module")
def keys(provider, tmp_path_factory):
    path = tmp_path_factory.mktemp("openid") / "jwks.json"
    path.write_text(provider.jwks())
    return path


def verify(keys, token, *options, **run):
    return subprocess.run([str(BIN / "cameractl"), "token", "verify", "--jwks", str(keys), *options, token], capture_output=True,
                          text=True, timeout=30, **run)


@pytest.mark.parametrize("resource", ALGORITHMS)
def test_cameractl_verifies_what_the_provider_signed(provider, keys, resource):
    token = provider.sign_in("oscar", resource)["access_token"]
    found = verify(keys, token, "--issuer", provider.issuer, "--audience", "camera-service")
    assert found.returncode == 0, found.stderr
    claims = json.loads(found.stdout)
    assert claims["sub"] == "oscar" and claims["roles"] == ["staff", "camera-operators"] and claims["iss"] == provider.issuer
    piped = verify(keys, "-", "--json", input=token + "\n")
    assert piped.returncode == 0 and json.loads(piped.stdout) == claims


def test_cameractl_says_why_a_token_is_refused(provider, keys, tmp_path):
    token = provider.sign_in("oscar")["access_token"]
    for options, reason in ((["--audience", "light-service"], "audience"), (["--issuer", "https://elsewhere.example"], "issuer")):
        refused = verify(keys, token, *options)
        assert refused.returncode == 1 and reason in refused.stderr and not refused.stdout
    head, body, signature = token.split(".")
    tampered = verify(keys, f"{head}.{body}.{signature[:-8]}AAAAAAAA")
    assert tampered.returncode == 1 and token[:20] not in tampered.stderr
    none = tmp_path / "none.json"
    none.write_text('{"keys": []}')
    assert verify(none, token).returncode == 1


def issuers_file(provider, folder, jwks):
    path = folder / "issuers.json"
    path.write_text(json.dumps({"issuers": [{
        "issuer": provider.issuer, "audience": "camera-service", "jwks": str(jwks), "role_claim": "roles",
        "algorithms": ["RS256", "ES256", "EdDSA"],
        "roles": {"camera-viewers": "viewer", "camera-operators": "operator", "camera-admins": "admin"}}]}))
    return path


@pytest.fixture(scope="module", params=["address", "file"])
def service(request, provider, keys, tmp_path_factory):
    jwks = provider.jwks_url if request.param == "address" else keys
    running = Service(demo=False, settings={"auth.issuers_file": issuers_file(provider, tmp_path_factory.mktemp("issuers"), jwks)})
    try:
        yield running.start()
    finally:
        running.close()


def refused(service, token):
    with pytest.raises(RpcError) as error, Rpc(service.ws_url) as client:
        client.call("authenticate", auth_token=token)
    return error.value.code == -32001


@pytest.mark.parametrize("user, role", [("vera", "viewer"), ("oscar", "operator"), ("ann", "admin")])
def test_a_user_of_the_provider_signs_in(provider, service, user, role):
    with Rpc(service.ws_url) as client:
        reply = client.call("authenticate", auth_token=provider.sign_in(user)["access_token"])
        assert reply["authenticated"] is True and reply["role"] == role
        assert client.call("get_camera_list")["total"] == 0


def test_a_program_of_the_provider_signs_in(provider, service):
    with Rpc(service.ws_url) as client:
        assert client.call("authenticate", auth_token=provider.robot_token("urn:cams:es"))["role"] == "viewer"


def test_what_is_not_meant_for_the_service_is_refused(provider, service):
    tokens = provider.sign_in("oscar")
    assert refused(service, tokens["id_token"])
    assert refused(service, provider.sign_in("nobody")["access_token"])
    assert refused(service, provider.sign_in("ann", "urn:lights")["access_token"])
    assert refused(service, provider.sign_in("ann", "urn:cams:ps")["access_token"])
    assert refused(service, tokens["access_token"][:-6] + "AAAAAA")


def test_another_provider_is_refused(service):
    stranger = Provider()
    try:
        assert refused(service, stranger.sign_in("ann")["access_token"])
    finally:
        stranger.close()


def test_tokens_stay_out_of_the_log(provider, service):
    token = provider.sign_in("vera")["access_token"]
    with Rpc(service.ws_url) as client:
        client.call("authenticate", auth_token=token)
    assert refused(service, token[:-4] + "AAAA")
    assert token.split(".")[1] not in service.log()
