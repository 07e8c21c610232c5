"""Cursors: the point in a list by creation from which the next page goes on."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime

from scheduler.domain.errors import InvalidInput
from scheduler.domain.page import MAX_PAGE

Point = tuple[datetime, str]


def check_limit(limit: int) -> None:
    """Refuses pages that are empty or too long: raises InvalidInput."""
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidInput("limit", limit, f"1 to {MAX_PAGE}")


def next_cursor(found: Sequence[Point], limit: int) -> str | None:
    """The cursor after a page of `limit` items, None where no more were found; each is when it was made, and its id."""
    if len(found) <= limit:
        return None
    created_at, item_id = found[limit - 1]
    text = json.dumps([created_at.isoformat(), item_id])
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(cursor: str | None) -> Point | None:
    """The point that a cursor stands for, None for the beginning; raises InvalidInput."""
    if cursor is None:
        return None
    try:
        created_at, item_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        instant = datetime.fromisoformat(created_at)
    except (ValueError, TypeError, binascii.Error):
        raise InvalidInput("cursor", cursor, "the next of an earlier page") from None
    if instant.utcoffset() is None or not isinstance(item_id, str):
        raise InvalidInput("cursor", cursor, "the next of an earlier page")
    return instant, item_id
