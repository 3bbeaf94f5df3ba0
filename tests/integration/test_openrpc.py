"""The API's description: valid by OpenRPC's own schema, the same that docs/api shows, and true of the running service."""

import copy
import json
import pathlib

import jsonschema
import pytest

import npm
from accounts import login, make_user
from rpc import Rpc, RpcError
from service import wait_for

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "api"

# The rest run in the order of the document; these make what later ones need, or end what earlier ones needed.
FIRST = ["ping", "rpc.discover", "get_camera_list", "take_snapshot", "create_group", "create_user"]
LAST = ["stop_streaming", "stop_recording", "remove_external_stream", "delete_snapshot", "revoke_access", "delete_group", "delete_user",
        "unsubscribe_events", "change_password"]
# They would end or change the session that runs the examples; each gets a socket of its own, signed in as the user of
# the examples, whose password they name.
OWNER, OWNERS_PASSWORD = "alice", "correct horse battery"
OWN_SOCKET = {"authenticate", "login", "refresh_token", "logout", "change_password", "begin_totp", "confirm_totp", "disable_totp"}
# Their examples name what only one service can have (a token, a key, a file of that moment), so they are refused.
REFUSED = {"authenticate", "refresh_token", "confirm_totp", "end_session", "rotate_api_key", "revoke_api_key", "get_recording_info",
           "delete_recording", "issue_token"}


@pytest.fixture(scope="module")
def shown():
    return json.loads((DOCS / "openrpc.json").read_text())


@pytest.fixture(scope="module")
def lived(service):
    with Rpc(service.ws_url) as nobody:
        return nobody.call("rpc.discover")


@pytest.fixture(scope="module")
def validator():
    modules = npm.installed("openrpc")
    meta = json.loads(npm.exported_json(modules, "@open-rpc/meta-schema"))
    schema = json.loads(npm.exported_json(modules, "@json-schema-tools/meta-schema"))
    # Both name themselves with and without a slash at the end.
    store = {base + end: content for base, content in (("https://meta.json-schema.tools", schema), ("https://meta.open-rpc.org", meta))
             for end in ("", "/")}
    resolver = jsonschema.RefResolver("https://meta.open-rpc.org/", meta, store=store)
    return jsonschema.Draft7Validator(meta, resolver=resolver)


def problems(validator, document):
    return [f"{list(error.path)}: {error.message[:300]}" for error in validator.iter_errors(document)]


def test_the_document_of_the_service_is_valid_openrpc(validator, lived):
    assert lived["openrpc"].startswith("1.3")
    assert problems(validator, lived) == []


def test_the_document_in_docs_is_valid_openrpc(validator, shown):
    assert problems(validator, shown) == []


def test_the_validator_finds_faults(validator, shown):
    for fault in (lambda d: d.pop("info"), lambda d: d["methods"][0].pop("name"), lambda d: d.update(more=1),
                  lambda d: d["methods"][1].update(params=[{"name": "x"}]), lambda d: d.update(openrpc="9.9.9"),
                  lambda d: d["methods"][1].update(params=[{"name": "x", "schema": {"type": "text"}}])):
        broken = copy.deepcopy(shown)
        fault(broken)
        assert problems(validator, broken)


def test_the_service_says_what_docs_say(lived, shown):
    # The configuration of this service departs in nothing from the default.
    assert lived == shown


def test_method_names_are_unique_and_references_lead_somewhere(shown):
    names = [method["name"] for method in shown["methods"]]
    assert len(names) == len(set(names))
    for text in json.dumps(shown).split('"$ref": "')[1:]:
        _, components, kind, name = text.split('"')[0].split("/")
        assert name in shown[components][kind]


def schema_validator(document, schema):
    return jsonschema.Draft7Validator({"components": document["components"], **schema}, format_checker=jsonschema.FormatChecker())


def test_examples_fit_their_schemas(shown):
    for method in shown["methods"]:
        for example in method["examples"]:
            values = {param["name"]: param["value"] for param in example["params"]}
            for param in method["params"]:
                if param["name"] in values:
                    schema_validator(shown, param["schema"]).validate(values[param["name"]])
                else:
                    assert not param["required"], (method["name"], param["name"])
                if "default" in param["schema"]:
                    schema_validator(shown, param["schema"]).validate(param["schema"]["default"])
            schema_validator(shown, method["result"]["schema"]).validate(example["result"]["value"])
    for notification in shown["x-notifications"]:
        schema_validator(shown, notification["params"]).validate(notification["example"])


def in_order(methods):
    rank = {name: number - len(FIRST) for number, name in enumerate(FIRST)}
    rank.update({name: number + 1 for number, name in enumerate(LAST)})
    return sorted(methods, key=lambda method: rank.get(method["name"], 0))


def checked_call(client, document, method):
    """Calls the example and holds the answer against the document; the code of the error, or 0."""
    params = {param["name"]: param["value"] for param in method["examples"][0]["params"]}
    try:
        result = client.call(method["name"], **params)
    except RpcError as error:
        declared = {document["components"]["errors"][e["$ref"].rpartition("/")[2]]["code"]: e for e in method["errors"]}
        assert error.code in declared, (method["name"], str(error))
        data = document["components"]["errors"][declared[error.code]["$ref"].rpartition("/")[2]]["data"]
        assert set(data) <= set(error.data), (method["name"], error.data)
        return error.code
    schema_validator(document, method["result"]["schema"]).validate(result)
    return 0


def own_socket(service, method):
    if method["x-role"] == "none":
        return Rpc(service.ws_url)
    return login(service.ws_url, OWNER, OWNERS_PASSWORD)


def test_every_example_runs_against_the_service(service, lived):
    codes = {}
    with Rpc(service.ws_url, service.token()) as admin:
        if any(method["name"] == "create_user" for method in lived["methods"]):
            make_user(admin, OWNER, password=OWNERS_PASSWORD)
        for method in in_order(lived["methods"]):
            name = method["name"]
            if name in OWN_SOCKET:
                with own_socket(service, method) as other:
                    codes[name] = checked_call(other, lived, method)
            else:
                codes[name] = checked_call(admin, lived, method)
            if name == "start_recording":
                wait_for(lambda: admin.call("list_recordings")["total"] >= 1, 5, "the recording is listed")
    refused = {name: code for name, code in codes.items() if code}
    print(f"{len(codes)} examples: {len(codes) - len(refused)} answered, refused as expected {refused}")
    assert set(refused) <= REFUSED, refused
    assert len(codes) == len(lived["methods"])


def test_positions_are_those_of_the_document(admin, lived):
    """Where params may be given by position, the document's order is the one that counts."""
    device = next(m for m in lived["methods"] if m["name"] == "get_camera_status")
    assert device["paramStructure"] == "either"
    answer = json.loads(admin.raw('{"jsonrpc":"2.0","id":"p","method":"get_camera_status","params":["camera0"]}'))
    assert answer["result"]["device"] == "camera0"
