"""Whether each mail that was queued came out once: read by the mails themselves, not by the names of their files.

A folder takes a mail once however often it is sent. SMTP cannot promise that: who is killed after the server has taken
a mail and before that is noted sends it again, under the same Message-ID, by which mail programs know the copy.
"""

import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from benchmarks.booking.sql import Query

_UID = re.compile(r"^UID:(\S+)", re.MULTILINE)
_METHOD = re.compile(r"^METHOD:(\S+)", re.MULTILINE)
_BOOKINGS = "SELECT id, booking_id FROM appointments WHERE booking_id IS NOT NULL"
_OUTBOX = "SELECT booking_id, method, status, COUNT(*) FROM outbox GROUP BY booking_id, method, status"


def copies(folder: Path) -> int:
    """How many mails have the Message-ID of another one."""
    names = [str(_message(path)["Message-ID"]) for path in folder.glob("*.eml")]
    return len(names) - len(set(names))


def wrong_mails(query: Query, folder: Path, *, by_smtp: bool = False) -> Iterator[str]:
    """Mails that are missing, twice, about nothing, or still not sent; what came by SMTP may have copies of itself."""
    bookings: dict[str, str] = dict(query(_BOOKINGS))
    found: Counter[tuple[str, str]] = Counter()
    known: set[str] = set()
    for path in sorted(folder.glob("*.eml")):
        message = _message(path)
        if by_smtp and str(message["Message-ID"]) in known:
            continue
        known.add(str(message["Message-ID"]))
        uids, method = _told(message)
        of = {bookings.get(uid, "") for uid in uids}
        if len(of) != 1 or "" in of:
            yield f"{path.name}: a mail about no booking"
            continue
        found[of.pop(), method] += 1
    wanted: Counter[tuple[str, str]] = Counter()
    for booking, method, status, count in query(_OUTBOX):
        wanted[booking, method] += count
        if status != "sent":
            yield f"{booking}: {count} mails of kind {method} are {status}"
    for booking, method in sorted(wanted.keys() | found.keys()):
        if found[booking, method] != wanted[booking, method]:
            told = f"{found[booking, method]} mails of kind {method} came out"
            yield f"{booking}: {told}; expected {wanted[booking, method]}"


def _message(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)


def _told(message: EmailMessage) -> tuple[set[str], str]:
    """The appointments a mail is about, and what it does to them."""
    calendars = [str(part.get_content()) for part in message.walk() if part.get_content_type() == "text/calendar"]
    text = "\n".join(calendars).replace("\r\n", "\n").replace("\n ", "")
    return set(_UID.findall(text)), "".join(sorted(set(_METHOD.findall(text))))
