"""What every answer has, and which bodies are let in."""

from socket import create_connection
from typing import Annotated

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, Field

from api import errors
from api.body_limit import BodyLimit
from api.headers import Headers
from tests.api.client import Client, chunks
from tests.api.server import serving


class _Body(BaseModel):
    name: str


@pytest.fixture(name="app")
def app_fixture() -> FastAPI:
    """An application with the middleware, one endpoint that takes a body, one that fails and one page."""
    app = FastAPI(redirect_slashes=False)
    errors.install(app)
    app.add_middleware(BodyLimit, limit=1000)
    app.add_middleware(Headers)

    @app.post("/v1/things")
    def create(body: _Body) -> str:
        return body.name

    @app.get("/v1/bug")
    def fail() -> None:
        raise ZeroDivisionError

    @app.get("/")
    def page() -> str:
        return "page"

    return app


def test_every_answer_has_the_security_headers(app: FastAPI) -> None:
    """Answers, refusals and failures of the API carry its version and the headers of the design rules."""
    client = Client(app, raise_bugs=False)
    for path, status in (("/v1/bug", 500), ("/v1/nothing", 404), ("/v1/things", 405)):
        response = client.get(path)
        assert response.status_code == status
        assert response.headers["api-version"] == "1.0.0"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-type"] == "application/problem+json"


def test_pages_may_load_nothing_from_elsewhere(app: FastAPI) -> None:
    """The policy of the pages allows their own stylesheet and images, and no script at all."""
    policy = Client(app).get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_a_fault_tells_nothing_of_itself(app: FastAPI) -> None:
    """The answer to a fault names no class, file or line."""
    assert "ZeroDivision" not in Client(app, raise_bugs=False).get("/v1/bug").text


def test_a_stated_length_is_refused_before_the_body(app: FastAPI) -> None:
    """Fifty megabytes are refused by what their header says."""
    response = Client(app).post("/v1/things", content=b"", headers={"content-length": str(50 * 2**20)})
    assert response.status_code == 413
    assert response.json()["type"] == "urn:problem-type:onestop:content-too-large"
    assert response.json()["detail"] == "body: expected at most 1000 bytes"


def test_fifty_megabytes_are_refused_by_a_real_server(app: FastAPI) -> None:
    """The refusal comes before a byte of the body has been sent."""
    with serving(app) as address, create_connection(("127.0.0.1", int(address.rpartition(":")[2])), 30) as connection:
        head = f"POST /v1/things HTTP/1.1\r\nHost: here\r\nContent-Length: {50 * 2**20}\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_an_unstated_length_is_refused_on_the_way(app: FastAPI) -> None:
    """A body without a length is read no further than the limit."""
    response = Client(app).post("/v1/things", content=chunks(600, 2), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_no_address_ends_in_a_slash(app: FastAPI) -> None:
    """An address with a trailing slash is unknown, not redirected."""
    assert Client(app).post("/v1/things/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "not-json", 400),
        (b'{"name": "\xff"}', "not-json", 400),
        (b"[" * 900, "not-json", 400),
        (b"[]", "invalid", 422),
        (b"", "invalid", 422),
        (b'{"name": 3}', "invalid", 422),
    ],
)
def test_bodies_that_are_not_json_or_not_the_one(app: FastAPI, content: bytes, kind: str, status: int) -> None:
    """A body that cannot be read is a problem of one line, whatever it is."""
    response = Client(app).post("/v1/things", content=content, headers={"content-type": "application/json"})
    assert response.status_code == status
    assert response.json()["type"] == f"urn:problem-type:onestop:{kind}"
    assert response.json()["detail"]


def test_a_missing_body_is_named(app: FastAPI) -> None:
    """Who sends none is told what to send."""
    response = Client(app).request("POST", "/v1/things")
    assert response.json()["detail"] == "body: missing; expected a JSON object, sent as application/json"


def test_another_media_type_is_refused(app: FastAPI) -> None:
    """A form is not JSON: 415."""
    response = Client(app).post("/v1/things", data={"name": "x"})
    assert response.status_code == 415
    given, wanted = "application/x-www-form-urlencoded", "application/json"
    assert response.json()["detail"] == f'Content-Type: "{given}" is wrong; expected {wanted}'


def test_a_wrong_entry_is_one_error(app: FastAPI) -> None:
    """A list whose only entry is wrong is not told to be too short as well."""

    class Many(BaseModel):
        things: Annotated[tuple[_Body, ...], Field(min_length=1)]

    @app.post("/v1/many")
    def many(body: Many) -> int:
        return len(body.things)

    wrong = Client(app).post("/v1/many", {"things": [{"name": 3}]}).json()
    assert [error["pointer"] for error in wrong["errors"]] == ["#/things/0/name"]
    assert Client(app).post("/v1/many", {"things": []}).json()["errors"][0]["pointer"] == "#/things"


def test_several_wrong_fields_are_all_named(app: FastAPI) -> None:
    """Each wrong field has its own entry; the detail is the first one's."""

    class Two(BaseModel):
        a: int
        b: int

    @app.post("/v1/two")
    def two(body: Two) -> int:
        return body.a

    problem = Client(app).post("/v1/two", {"a": "x"}).json()
    assert [error["pointer"] for error in problem["errors"]] == ["#/a", "#/b"]
    assert problem["detail"].endswith("(and 1 more)")
    assert problem["errors"][1]["detail"] == "b: missing"
