import pytest

from rpc import Rpc
from service import Service, wait_for


def connected(admin, device):
    rows = {row["device"]: row for row in admin.call("get_camera_list")["cameras"]}
    return rows.get(device, {}).get("status") == "CONNECTED"


@pytest.fixture(scope="module")
def service():
    """A running service whose two demo cameras are connected."""
    with_cameras = Service()
    try:
        with_cameras.start()
        with Rpc(with_cameras.ws_url, with_cameras.token()) as admin:
            wait_for(lambda: connected(admin, "camera0") and connected(admin, "camera1"), 30,
                     "both demo cameras are CONNECTED")
        yield with_cameras
    except AssertionError:
        print(with_cameras.log_tail())
        raise
    finally:
        with_cameras.close()


@pytest.fixture
def admin(service):
    with Rpc(service.ws_url, service.token()) as client:
        yield client


@pytest.fixture
def viewer(service):
    with Rpc(service.ws_url, service.token("viewer", "vera")) as client:
        yield client
