"""Ways out for mails: a spool folder by default, or SMTP."""

import asyncio
import os
import ssl
import tempfile
from dataclasses import dataclass, field
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import aiosmtplib


class DeliveryError(Exception):
    """A mail that did not go out; `permanent` when a second try cannot help. Names no person."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Transport(Protocol):
    """A way out for mails."""

    def send(self, message: EmailMessage) -> None:
        """Deliver a mail that has a Message-ID, or raise DeliveryError."""


@dataclass(frozen=True, slots=True)
class SpoolTransport:
    """Writes each mail as one .eml file into `folder`, whole or not at all, and once however often it is sent."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write the mail unless it is there; raises DeliveryError when the folder does not take it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self.path_of(message)
            if not path.exists():
                self._write(path, message.as_bytes())
        except OSError as error:
            raise DeliveryError(f"spool folder {self.folder}: {error.strerror}", permanent=False) from error

    def path_of(self, message: EmailMessage) -> Path:
        """The file of a mail, named after its Message-ID."""
        name = quote(_message_id(message).strip("<>"), safe="@")
        # A hash keeps apart what the cut makes alike: file names end at 255 bytes.
        return self.folder / f"{name[:160]}-{sha256(name.encode()).hexdigest()[:12]}.eml"

    def _write(self, path: Path, content: bytes) -> None:
        """Write beside the target and move, so that no reader meets half a mail."""
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # the outbox forgets the mail as soon as this returns
                file.close()
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Hands each mail to an SMTP server, over TLS unless told otherwise.

    `starttls` begins in the clear and insists on TLS before anything is said, `implicit_tls` begins in TLS (port 465).
    `ca_file` holds the authorities to trust in place of those of the system. `timeout` is in seconds.
    """

    host: str
    port: int = 587
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True
    implicit_tls: bool = False
    ca_file: Path | None = None
    timeout: float = 30.0

    def __post_init__(self) -> None:
        if self.starttls and self.implicit_tls:
            raise ValueError("implicit_tls: cannot go with starttls; one of both or neither is right")
        if self.username is not None and not (self.starttls or self.implicit_tls):
            raise ValueError("username: would send the password in the clear; starttls or implicit_tls is right")
        if self.ca_file is not None and not self.ca_file.is_file():
            raise ValueError(f"ca_file: {self.ca_file} is no file; one of certificates in PEM form is right")
        if not 1 <= self.port <= 65535:
            raise ValueError(f"port: {self.port} is out of range; a whole number from 1 to 65535 is right")

    def send(self, message: EmailMessage) -> None:
        """Deliver the mail; raises DeliveryError, permanent when the server refuses this recipient or this mail."""
        _message_id(message)
        try:
            asyncio.run(self._send(message))
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise self._refusal("recipient", error.recipients[0].code) from None
        except aiosmtplib.SMTPDataError as error:
            raise self._refusal("mail", error.code) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            # A server away, a login or a sender refused: the fault is ours or passes, and must not cost the mail.
            raise DeliveryError(f"SMTP server {self.host}:{self.port}: {_cause(error)}", permanent=False) from None

    async def _send(self, message: EmailMessage) -> None:
        sender, recipients = _addresses(message, "From")[0], _addresses(message, "To")
        async with self._client() as client:
            await client.send_message(message, sender=sender, recipients=recipients)

    def _client(self) -> aiosmtplib.SMTP:
        return _Client(
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=self.implicit_tls,
            start_tls=self.starttls,
            tls_context=ssl.create_default_context(cafile=self.ca_file),
            timeout=self.timeout,
        )

    def _refusal(self, what: str, code: int) -> DeliveryError:
        """RFC 5321 section 4.2.1: a code of 500 and above is final. The server's words may hold an address."""
        reason = f"SMTP server {self.host}:{self.port} refused the {what} with code {code}"
        return DeliveryError(reason, permanent=code >= 500)


class _Client(aiosmtplib.SMTP):
    """Leaves a connection at once: a good-bye over TLS waits for the server's, and the loop of one mail ends before."""

    def close(self) -> None:
        """Close without waiting: everything that matters is answered by now."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
        super().close()


def _cause(error: Exception) -> str:
    """What went wrong without the server's own words, which may name a person."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{type(error).__name__} with code {error.code}"
    return type(error).__name__


def _addresses(message: EmailMessage, header: str) -> list[str]:
    value = message[header]
    found = [address.addr_spec for address in value.addresses] if isinstance(value, AddressHeader) else []
    if not found:
        raise ValueError(f"{header}: the mail has none; at least one address is right")
    return found


def _message_id(message: EmailMessage) -> str:
    value = message["Message-ID"]
    if not value:
        raise ValueError("Message-ID: the mail has none; one that stays the same when it is sent again is right")
    return str(value)
