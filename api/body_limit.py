"""Refuses bodies that are too large: by their stated length before a byte is read, else as soon as they pass it."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TOO_LARGE, problem

MAX_BODY_BYTES = 2**20


class BodyLimit:
    """Middleware that lets no body of more than `limit` bytes through."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "0")
        if stated.isdecimal() and int(stated[:20]) > self.limit:
            await problem(TOO_LARGE, self._detail())(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limit:
                raise HTTPException(TOO_LARGE.status, self._detail())
            return message

        await self.app(scope, counted, send)

    def _detail(self) -> str:
        return f"body: expected at most {self.limit} bytes"
