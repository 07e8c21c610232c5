"""A client that calls an application in this process and speaks its HTTP."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import anyio
import httpx
from starlette.types import ASGIApp


class Client:
    """Calls `app`; every call carries `headers`."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str] | None = None, *, raise_bugs: bool = True) -> None:
        self.app = app
        self.headers = dict(headers or {})
        self.raise_bugs = raise_bugs

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer to one call; the options are those of httpx."""
        return anyio.run(self._request, method, path, options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        """The answer to a POST of a JSON body."""
        return self.request("POST", path, json=json, **options)

    def put(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        """The answer to a PUT of a JSON body."""
        return self.request("PUT", path, json=json, **options)

    def patch(self, path: str, json: object = None, **options: Any) -> httpx.Response:
        """The answer to a PATCH with a JSON body."""
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        """The answer to a DELETE."""
        return self.request("DELETE", path, **options)

    async def _request(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=self.raise_bugs)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=self.headers) as client:
            return await client.request(method, path, **options)


async def chunks(size: int, count: int) -> AsyncIterator[bytes]:
    """A body of `count` pieces whose length is not told beforehand."""
    for _ in range(count):
        yield b" " * size
