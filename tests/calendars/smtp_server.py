"""A real SMTP server on a free port of the loopback, for the tests of transports."""

from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Mailroom:
    """A handler that keeps what it takes, or answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.to_sender = self.to_recipient = self.to_mail = "250 OK"
        self.before_closing: Callable[[], object] = lambda: None

    async def handle_MAIL(self, *call: Any) -> str:  # noqa: N802 - the name is given
        """Answer MAIL FROM."""
        _, _, envelope, address, _ = call
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(self, *call: Any) -> str:  # noqa: N802 - the name is given
        """Answer RCPT TO."""
        _, _, envelope, address, _ = call
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, *call: Any) -> str:  # noqa: N802 - the name is given
        """Answer the mail itself."""
        if self.to_mail.startswith("250"):
            self.taken.append(call[-1])
        return self.to_mail

    async def handle_QUIT(self, *call: Any) -> str:  # noqa: N802 - the name is given
        """Answer the good-bye, and take some time before the connection is closed."""
        await call[0].push("221 Bye")
        self.before_closing()
        return "221 Bye"


class FreePortController(Controller):
    """A server that learns its port from the system, so that tests in parallel never meet."""

    def __init__(self, mailroom: Mailroom, **settings: Any) -> None:
        super().__init__(mailroom, hostname="127.0.0.1", port=0, **settings)

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
