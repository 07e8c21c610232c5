"""Bodies that are right, and ways to make one field of them wrong."""

import copy
from typing import Any

BSN = "1234.56.782"  # passes the 11-test; nobody's
MISSING = object()

ARRIVAL: dict[str, Any] = {
    "journey": "knowledge-migrant",
    "region": "zuid-limburg",
    "arrivesOn": "2026-09-07",
    "party": [{"role": "applicant", "languages": ["en"]}, {"role": "child", "languages": []}],
    "contact": {"name": "Ada Example", "email": "ada@example.org", "language": "en"},
}


def changed(body: dict[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """A copy of a body with the field at a JSON pointer set to `value`, or gone where that is MISSING."""
    result = copy.deepcopy(body)
    *way, last = [int(step) if step.isdecimal() else step for step in pointer.split("/")[1:]]
    target: Any = result
    for step in way:
        target = target[step]
    if value is MISSING:
        del target[last]
    else:
        target[last] = value
    return result


WRONG_ARRIVALS: list[tuple[str, object]] = [
    ("/journey", MISSING),
    ("/journey", 3),
    ("/journey", "no-such-journey"),
    ("/journey", "a/b"),
    ("/region", MISSING),
    ("/region", "atlantis"),
    ("/region", None),
    ("/arrivesOn", MISSING),
    ("/arrivesOn", "2026-02-30"),
    ("/arrivesOn", "7 September"),
    ("/arrivesOn", 20260907),
    ("/arrivesOn", "1026-09-07"),
    ("/availableFrom", "2026-09-07T10:00"),
    ("/availableFrom", "2026-09-07"),
    ("/availableFrom", 1_780_000_000),
    ("/party", MISSING),
    ("/party", []),
    ("/party", {"role": "applicant"}),
    ("/party", [{"role": "applicant"}] * 21),
    ("/party/0/role", "boss"),
    ("/party/0/role", MISSING),
    ("/party/0/languages", "en"),
    ("/party/0/languages/0", "English"),
    ("/party/0/nationality", "XX"),
    ("/contact", MISSING),
    ("/contact/name", ""),
    ("/contact/name", "x" * 201),
    ("/contact/name", f"Ada {BSN}"),
    ("/contact/name", "Ada\r\nBcc: eve@example.org"),
    ("/contact/email", "ada"),
    ("/contact/email", "ada@example.org\nBcc: eve@example.org"),
    ("/contact/email", 5),
    ("/contact/language", "tlh"),
    ("/contact/phone", "043"),
    ("/readyFrom", {"permit": "soon"}),
    ("/readyFrom", {"no-such-step": "2026-09-08"}),
    ("/unavailable", [{"start": "2026-09-08T09:00:00+02:00", "end": "2026-09-08T08:00:00+02:00"}]),
    ("/unavailable", [{"start": "2026-09-08T09:00:00+02:00"}]),
    ("/times", "later"),
    ("/bsn", "123456782"),
]
