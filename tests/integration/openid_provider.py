"""A real OpenID provider, and a person with a browser who signs in there."""

import base64
import hashlib
import pathlib
import secrets
import subprocess
import urllib.parse

import requests

import npm
from ports import HOST, free_ports
from service import wait_for

PROGRAM = pathlib.Path(__file__).parent / "openid" / "provider.mjs"
CALLBACK = "http://127.0.0.1/callback"
CLIENT = ("web", "not-a-secret")


class Provider:
    def __init__(self):
        self.port = free_ports(1)[0]
        self.issuer = f"http://{HOST}:{self.port}"
        folder = npm.installed("openid").parent
        # Node looks for packages beside the program.
        program = folder / PROGRAM.name
        program.write_bytes(PROGRAM.read_bytes())
        self.process = subprocess.Popen(["node", str(program), str(self.port)], cwd=folder, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        wait_for(self._ready, 30, "the provider is ready")

    def _ready(self):
        assert self.process.poll() is None, self.process.stdout.read()
        return self.process.stdout.readline().strip() == "ready"

    @property
    def jwks_url(self):
        return f"{self.issuer}/jwks"

    def jwks(self):
        return requests.get(self.jwks_url, timeout=10).text

    def sign_in(self, user, resource="urn:cams"):
        """The tokens of a user, by the authorization code flow with PKCE."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        browser = requests.Session()
        answer = browser.get(f"{self.issuer}/auth", allow_redirects=False, timeout=10, params={
            "client_id": CLIENT[0], "response_type": "code", "redirect_uri": CALLBACK, "scope": "openid", "resource": resource,
            "code_challenge": challenge, "code_challenge_method": "S256", "state": "s"})
        prompts = iter([{"prompt": "login", "login": user, "password": "any"}, {"prompt": "consent"}])
        while not answer.headers.get("Location", "").startswith(CALLBACK):
            if answer.is_redirect:
                answer = browser.get(urllib.parse.urljoin(answer.url, answer.headers["Location"]), allow_redirects=False, timeout=10)
            else:
                assert answer.status_code == 200, answer.text
                answer = browser.post(answer.url, data=next(prompts), allow_redirects=False, timeout=10)
        reply = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["Location"]).query)
        assert "code" in reply, reply
        return self._tokens(CLIENT, grant_type="authorization_code", code=reply["code"][0], redirect_uri=CALLBACK,
                            code_verifier=verifier, resource=resource)

    def robot_token(self, resource="urn:cams"):
        """The access token of a program that signs in for itself."""
        return self._tokens(("robot", "not-a-secret"), grant_type="client_credentials", resource=resource)["access_token"]

    def _tokens(self, client, **form):
        answer = requests.post(f"{self.issuer}/token", data=form, auth=client, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def close(self):
        self.process.terminate()
        self.process.wait(10)
