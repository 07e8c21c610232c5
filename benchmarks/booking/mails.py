"""Whether each mail that was queued is in the spool folder once: read by the mails themselves, not by their names."""

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


def wrong_mails(query: Query, spool: Path) -> Iterator[str]:
    """Mails that are missing, twice, about nothing, or still not sent."""
    bookings: dict[str, str] = dict(query(_BOOKINGS))
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(spool.glob("*.eml")):
        uids, method = _read(path)
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
            told = f"{found[booking, method]} mails of kind {method} in the spool"
            yield f"{booking}: {told}; expected {wanted[booking, method]}"


def _read(path: Path) -> tuple[set[str], str]:
    """The appointments a mail is about, and what it does to them."""
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    calendars = [str(part.get_content()) for part in message.walk() if part.get_content_type() == "text/calendar"]
    text = "\n".join(calendars).replace("\r\n", "\n").replace("\n ", "")
    return set(_UID.findall(text)), "".join(sorted(set(_METHOD.findall(text))))
