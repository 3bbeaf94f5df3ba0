"""10,000 random steps of signing in, out, being ended and expiring on 12 sockets: none ever has what is another's."""

import random
import time

import pytest

from accounts import PASSWORD, make_user
from rpc import Rpc, RpcError
from service import Service

STEPS = 10_000
SOCKETS = 12
PEOPLE = 6


@pytest.fixture(scope="module")
def service():
    one = Service(demo=False, settings={"auth.password_memory_mib": 8, "auth.password_passes": 1, "server.requests_per_second": 100000,
                                        "server.requests_per_second_per_address": 100000})
    try:
        yield one.start()
    finally:
        one.close()


class Socket:
    """A socket and who the model says is signed in on it: (name, role, end of the session or None)."""

    def __init__(self, url):
        self.client = Rpc(url)
        self.who = None
        self.session = None

    def sign_in(self, name, role, session, expires=None):
        self.who, self.session = (name, role, expires), session

    def forget(self):
        self.who = self.session = None


def check(one):
    """What the service says of the socket against the model."""
    soon = one.who and one.who[2] and one.who[2] - 0.25 < time.time()
    try:
        mine = [s for s in one.client.call("list_sessions")["sessions"] if s["current"]]
    except RpcError as error:
        assert error.code == -32001, error
        assert one.who is None or soon, f"{one.who} lost its session"
        one.forget()
        return
    assert one.who is not None and (one.who[2] is None or time.time() < one.who[2] + 0.25), f"a session that should be over: {mine}"
    assert [(s["username"], s["role"], s["session_id"]) for s in mine] == [(one.who[0], one.who[1], one.session)]


def test_two_sockets_never_share_anything(service):
    seed = random.randrange(2**32)
    print("seed", seed)
    dice = random.Random(seed)
    with Rpc(service.ws_url, service.token()) as root:
        roles = {}
        for n in range(PEOPLE):
            roles[f"p{n}"] = dice.choice(["viewer", "operator", "admin"])
            make_user(root, f"p{n}", roles[f"p{n}"])
        sockets = [Socket(service.ws_url) for _ in range(SOCKETS)]
        done = dict.fromkeys(["login", "token", "short", "bad", "logout", "end", "close", "look"], 0)
        for _ in range(STEPS):
            one, name = dice.choice(sockets), f"p{dice.randrange(PEOPLE)}"
            step = dice.choices(list(done), [1, 20, 4, 6, 10, 8, 2, 30])[0]
            # More would shut our address out for a minute, as they should.
            if step == "bad" and done["bad"] >= 15:
                step = "look"
            done[step] += 1
            if step == "login":
                answer = one.client.call("login", username=name, password=PASSWORD)
                one.sign_in(name, roles[name], answer["session_id"])
            elif step in ("token", "short"):
                lifetime = 2 if step == "short" else 3600
                end = int(time.time()) + lifetime
                answer = one.client.call("authenticate", auth_token=service.token(roles[name], name, lifetime))
                one.sign_in(name, roles[name], answer["session_id"], end if step == "short" else None)
            elif step == "bad":
                with pytest.raises(RpcError):
                    one.client.call("authenticate", auth_token=service.token(roles[name], name, -5))
            elif step == "logout":
                try:
                    one.client.call("logout")
                    assert one.who is not None
                except RpcError as error:
                    assert error.code == -32001 and (one.who is None or one.who[2]), error
                one.forget()
            elif step == "end" and one.session:
                try:
                    root.call("end_session", session_id=one.session)
                except RpcError as error:
                    assert error.code == -32010 and one.who[2], error
                one.forget()
            elif step == "close":
                one.client.close()
                one.client = Rpc(service.ws_url)
                one.forget()
            check(one)
        for one in sockets:
            check(one)
            one.client.close()
        print(done)
        assert all(done.values())
