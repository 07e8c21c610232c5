"""Headers of every answer (NLGov API Design Rules, module API security) and the strict policy of the pages."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_VERSION = "1.0.0"

_ALWAYS = {
    "API-Version": API_VERSION,
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
API_HEADERS = {
    **_ALWAYS,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
PAGE_HEADERS = {
    **_ALWAYS,
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}

# A report draws its charts by itself: it may run what it brings, in an origin of its own, and fetch nothing.
REPORT_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "sandbox allow-scripts allow-downloads"
    ),
}


class Headers:
    """Middleware that puts these headers on every answer that does not carry its own; any site may read `shared`."""

    def __init__(self, app: ASGIApp, shared: str | None = None) -> None:
        self.app = app
        self.shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = self._wanted(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _wanted(self, path: str) -> dict[str, str]:
        if path == self.shared:
            return API_HEADERS | {"Access-Control-Allow-Origin": "*"}
        return API_HEADERS if path.startswith("/v1/") else PAGE_HEADERS
