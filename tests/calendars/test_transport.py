"""Mails leave once and whole, by the spool folder and by a real SMTP server."""

import gc
import socket
import ssl
import stat
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from calendars.mail import invitation_message
from calendars.transport import DeliveryError, SmtpTransport, SpoolTransport
from tests.calendars.invitations import INVITATION
from tests.calendars.smtp_server import FreePortController, Mailroom

MESSAGE = invitation_message(INVITATION, "REQUEST")
ON_THE_WIRE = MESSAGE.as_bytes()  # settles the boundaries, which the first flattening draws
TLS = Path(__file__).parent / "tls"  # a certificate for 127.0.0.1 that no authority vouches for, and its key
CERTIFICATE = TLS / "certificate.pem"

Start = Callable[..., SmtpTransport]


@pytest.fixture
def mailroom() -> Mailroom:
    """What the server has taken."""
    return Mailroom()


@pytest.fixture
def start(mailroom: Mailroom) -> Iterator[Start]:
    """Starts a server on a free port of the loopback and gives a transport to it."""
    running: list[FreePortController] = []

    def start_server(server: dict[str, Any] | None = None, **client: Any) -> SmtpTransport:
        controller = FreePortController(mailroom, **(server or {}))
        controller.start()
        running.append(controller)
        return SmtpTransport("127.0.0.1", controller.port, **{"starttls": False, "timeout": 60, **client})

    yield start_server
    for controller in running:
        controller.stop()


@pytest.fixture
def server_tls() -> ssl.SSLContext:
    """The TLS side of the server."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, TLS / "key.pem")
    return context


def test_the_spool_holds_the_mail_as_a_file(tmp_path: Path) -> None:
    """The file is the mail, and the folder is made on the way."""
    spool = SpoolTransport(tmp_path / "var" / "spool")
    spool.send(MESSAGE)
    (path,) = spool.folder.iterdir()
    assert path == spool.path_of(MESSAGE)
    assert path.suffix == ".eml"
    assert path.read_bytes() == ON_THE_WIRE
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == MESSAGE["Subject"]


def test_the_spool_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Mails hold names and addresses, so no other user of the machine may read them."""
    spool = SpoolTransport(tmp_path / "spool")
    spool.send(MESSAGE)
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(spool.path_of(MESSAGE).stat().st_mode) == 0o600


def test_a_mail_sent_again_is_one_file(tmp_path: Path) -> None:
    """The same Message-ID is the same file, another state of the booking another."""
    spool = SpoolTransport(tmp_path)
    for _ in range(3):
        spool.send(invitation_message(INVITATION, "REQUEST"))
    spool.send(invitation_message(replace(INVITATION, sequence=1), "REQUEST"))
    assert len(list(tmp_path.iterdir())) == 2


def test_two_workers_that_send_the_same_mail_leave_one_whole_file(tmp_path: Path) -> None:
    """A race over one mail leaves one file and nothing half written."""
    spool = SpoolTransport(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(spool.send, [MESSAGE] * 32))
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == ON_THE_WIRE


@pytest.mark.parametrize("message_id", ["<../../etc/passwd@x>", "<a/b@x>", "<" + "long" * 100 + "@x>", "<.@x>"])
def test_no_message_id_leads_out_of_the_spool(tmp_path: Path, message_id: str) -> None:
    """Whatever its Message-ID, a mail is a file in the folder."""
    message = EmailMessage()
    message["Message-ID"] = message_id
    spool = SpoolTransport(tmp_path / "spool")
    spool.send(message)
    assert spool.path_of(message).parent == spool.folder
    assert list(spool.folder.iterdir()) == [spool.path_of(message)]


def test_a_spool_that_takes_no_files_is_a_passing_failure(tmp_path: Path) -> None:
    """A file where the folder should be is named, and the mail may be tried again."""
    (tmp_path / "spool").write_text("in the way")
    with pytest.raises(DeliveryError, match=r"spool folder .*: File exists") as caught:
        SpoolTransport(tmp_path / "spool").send(MESSAGE)
    assert not caught.value.permanent


def test_a_mail_without_message_id_is_refused(tmp_path: Path) -> None:
    """Without a Message-ID nobody could tell a mail sent twice."""
    for transport in (SpoolTransport(tmp_path), SmtpTransport("127.0.0.1")):
        with pytest.raises(ValueError, match="Message-ID: the mail has none"):
            transport.send(EmailMessage())


def test_the_server_gets_the_mail_unchanged(start: Start, mailroom: Mailroom) -> None:
    """The envelope has organizer and attendee, and the mail its text, page and calendars."""
    start().send(MESSAGE)
    (envelope,) = mailroom.taken
    assert envelope.mail_from == "desk@onestop.example"
    assert envelope.rcpt_tos == ["zoe@mail.example"]
    assert isinstance(envelope.content, bytes)
    found = message_from_bytes(envelope.content, policy=default)
    assert found["Message-ID"] == MESSAGE["Message-ID"]
    sent = message_from_bytes(ON_THE_WIRE, policy=default)
    assert [part.get_payload(decode=True) for part in found.walk()] == [
        part.get_payload(decode=True) for part in sent.walk()
    ]


def test_a_mail_read_back_from_the_spool_can_be_sent(start: Start, mailroom: Mailroom, tmp_path: Path) -> None:
    """A spooled file is all that SMTP needs."""
    spool = SpoolTransport(tmp_path)
    spool.send(MESSAGE)
    start().send(message_from_bytes(spool.path_of(MESSAGE).read_bytes(), policy=default))
    assert [envelope.rcpt_tos for envelope in mailroom.taken] == [["zoe@mail.example"]]


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 no such user zoe@mail.example", True), ("450 mailbox busy", False)]
)
@pytest.mark.parametrize("stage", ["to_recipient", "to_mail"])
def test_a_refusal_is_final_from_code_500(
    start: Start, mailroom: Mailroom, stage: str, answer: str, permanent: bool
) -> None:
    """RFC 5321: five hundreds are final, four hundreds pass; the error names the code and no person."""
    setattr(mailroom, stage, answer)
    with pytest.raises(DeliveryError, match=f"refused the (recipient|mail) with code {answer[:3]}") as caught:
        start().send(MESSAGE)
    assert caught.value.permanent is permanent
    assert "zoe" not in f"{caught.value}{caught.value.__cause__}"


def test_a_refused_sender_may_be_tried_again(start: Start, mailroom: Mailroom) -> None:
    """The sender is the organizer of every mail: a server that refuses it is set up wrong, and must not cost mails."""
    mailroom.to_sender = "550 not from here"
    with pytest.raises(DeliveryError, match="SMTPSenderRefused with code 550") as caught:
        start().send(MESSAGE)
    assert not caught.value.permanent


def test_a_server_that_is_away_is_a_passing_failure(start: Start, unused_port: int) -> None:
    """No server at the port is named, and the mail may be tried again."""
    transport = SmtpTransport("127.0.0.1", unused_port, starttls=False)
    with pytest.raises(DeliveryError, match=f"SMTP server 127.0.0.1:{unused_port}: SMTPConnectError") as caught:
        transport.send(MESSAGE)
    assert not caught.value.permanent


@pytest.fixture
def unused_port(start: Start) -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_a_server_without_tls_gets_nothing_when_tls_is_asked(start: Start, mailroom: Mailroom) -> None:
    """STARTTLS is insisted on: an attacker who strips it gets no mail."""
    with pytest.raises(DeliveryError, match="SMTPException") as caught:
        start(starttls=True).send(MESSAGE)
    assert not caught.value.permanent
    assert mailroom.taken == []


def test_a_certificate_of_an_unknown_authority_is_refused(
    start: Start, mailroom: Mailroom, server_tls: ssl.SSLContext
) -> None:
    """A server that cannot prove its name gets no mail."""
    with pytest.raises(DeliveryError):
        start({"tls_context": server_tls}, starttls=True).send(MESSAGE)
    assert mailroom.taken == []


def login(_server: object, _session: object, _envelope: object, _mechanism: str, data: LoginPassword) -> AuthResult:
    """Let in the desk with its password."""
    return AuthResult(success=data == LoginPassword(b"desk", b"right"), handled=False)


@pytest.mark.parametrize(("password", "taken"), [("right", 1), ("wrong", 0)])
def test_the_desk_logs_in_over_tls(
    start: Start,
    mailroom: Mailroom,
    server_tls: ssl.SSLContext,
    password: str,
    taken: int,
) -> None:
    """With the right password the mail goes out; a wrong one is a failure to try again, and is not shown."""
    server = {"tls_context": server_tls, "authenticator": login, "auth_required": True}
    client = {"starttls": True, "username": "desk", "password": password, "ca_file": CERTIFICATE}
    transport = start(server, **client)
    if taken:
        transport.send(MESSAGE)
    else:
        with pytest.raises(DeliveryError, match="SMTPAuthenticationError with code 535") as caught:
            transport.send(MESSAGE)
        assert not caught.value.permanent
    assert len(mailroom.taken) == taken
    assert password not in repr(transport)


def test_tls_from_the_first_byte(start: Start, mailroom: Mailroom, server_tls: ssl.SSLContext) -> None:
    """The port that speaks TLS at once takes mails too."""
    start({"ssl_context": server_tls}, implicit_tls=True, ca_file=CERTIFICATE).send(MESSAGE)
    assert len(mailroom.taken) == 1


def test_no_connection_stays_open_when_its_mail_is_out(
    start: Start, mailroom: Mailroom, server_tls: ssl.SSLContext
) -> None:
    """A server that is slow to end TLS after the good-bye does not keep our side of the connection open."""
    sent = Event()
    mailroom.before_closing = sent.wait
    transport = start({"ssl_context": server_tls}, implicit_tls=True, ca_file=CERTIFICATE)
    with warnings.catch_warnings(record=True, category=ResourceWarning) as left_open:
        warnings.simplefilter("always")
        try:
            transport.send(MESSAGE)
            gc.collect()
        finally:
            sent.set()
    assert [str(each.message) for each in left_open] == []


@pytest.mark.parametrize(
    ("field", "settings"),
    [
        ("implicit_tls", {"implicit_tls": True, "starttls": True}),
        ("username", {"username": "desk", "starttls": False}),
        ("ca_file", {"ca_file": Path("no-such-file.pem")}),
        ("port", {"port": 0}),
        ("port", {"port": 65536}),
    ],
)
def test_settings_that_cannot_be_are_named(field: str, settings: dict[str, Any]) -> None:
    """The error begins with the setting that is wrong."""
    with pytest.raises(ValueError, match=f"^{field}: "):
        SmtpTransport("mail.example", **settings)


def test_a_mail_without_recipient_is_refused(start: Start) -> None:
    """The header that is missing is named."""
    message = EmailMessage()
    message["Message-ID"] = "<a@b.example>"
    message["From"] = "desk@onestop.example"
    with pytest.raises(ValueError, match="To: the mail has none; at least one address is right"):
        start().send(message)
