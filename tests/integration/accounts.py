"""Users, grants and keys for the tests of rights, made through the API."""

from rpc import Rpc, RpcError

PASSWORD = "seven grey lanterns on the quay"


def error_of(client, method, **params):
    """The error of a call, or None if it succeeds."""
    try:
        client.call(method, **params)
        return None
    except RpcError as error:
        return error


def code_of(client, method, **params):
    error = error_of(client, method, **params)
    return error.code if error else 0


def make_user(admin, name, role="viewer", cameras=None, access="view", password=PASSWORD):
    """A user who need not change the password; `cameras` restricts to grants on these."""
    restricted = cameras is not None
    created = admin.call("create_user", username=name, role=role, password="first " + password, restricted=restricted)
    for camera in cameras or []:
        admin.call("grant_access", username=name, device=camera, access=access)
    with Rpc(admin.url) as client:
        client.call("login", username=name, password="first " + password)
        client.call("change_password", old_password="first " + password, new_password=password)
    return created


def login(url, name, password=PASSWORD):
    """A signed-in client, with the answer of login as `session`."""
    client = Rpc(url)
    client.session = client.call("login", username=name, password=password)
    return client
