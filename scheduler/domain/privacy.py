"""Checks on free text: what may be stored, and that no citizen service number is among it."""

import re
import unicodedata

from calendars.invite import Mailbox
from scheduler.domain.errors import InvalidInput

MAX_TEXT = 200
_MAX_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
_DIGITS_WITH_SEPARATORS = re.compile(r"\d+(?:[\s.\-]+\d+)*")
_SEPARATORS = re.compile(r"[\s.\-]+")


def holds_bsn(text: str) -> bool:
    """Whether nine digits in the text, separators between them or not, pass the 11-test of a BSN."""
    plain = unicodedata.normalize("NFKC", text)
    return any(_run_holds_bsn(_SEPARATORS.split(run)) for run in _DIGITS_WITH_SEPARATORS.findall(plain))


def check_text(pointer: str, text: str, *, longest: int = MAX_TEXT) -> None:
    """Refuses text that holds a BSN, is too long or holds control characters: raises InvalidInput."""
    if holds_bsn(text):
        raise InvalidInput(pointer, None, "free of citizen service numbers (BSN), which are never stored")
    if len(text) > longest:
        raise InvalidInput(pointer, f"{len(text)} characters", f"at most {longest} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text):
        raise InvalidInput(pointer, None, "one line of text without control characters")


def check_name(pointer: str, name: str) -> None:
    """Refuses a name nobody can be addressed by: raises InvalidInput."""
    check_text(pointer, name)
    if not name.strip():
        raise InvalidInput(pointer, name, "a name")


def check_email(pointer: str, email: str) -> None:
    """Refuses what invitations cannot be sent to: raises InvalidInput."""
    check_text(pointer, email, longest=_MAX_EMAIL)
    try:
        Mailbox("name", email)
    except ValueError:
        raise InvalidInput(pointer, email, "an e-mail address such as name@example.org") from None


def _run_holds_bsn(groups: list[str]) -> bool:
    """Whether neighbouring groups of digits make nine that pass; a longer unbroken number is no BSN."""
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(digits) >= 9:
                break
        if len(digits) == 9 and _passes_eleven_test(digits):
            return True
    return False


def _passes_eleven_test(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0
