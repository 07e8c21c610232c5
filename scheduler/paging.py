"""Cursors of long lists: the point in the order of creation from which the next page goes on."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from scheduler.domain.errors import InvalidInput
from scheduler.domain.page import MAX_PAGE, Page


class _Listed(Protocol):
    """What has a place in that order."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def created_at(self) -> datetime:
        """When it was made."""


T = TypeVar("T", bound=_Listed)


def check_limit(limit: int) -> None:
    """Refuses a page of no size, or of one that is too large: raises InvalidInput."""
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidInput("limit", limit, f"1 to {MAX_PAGE}")


def page_of(found: Sequence[T], limit: int) -> Page[T]:
    """The page of what was found where one more than its limit was looked for."""
    return Page(tuple(found[:limit]), _write_cursor(found[limit - 1]) if len(found) > limit else None)


def read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    """The point from which a page goes on; raises InvalidInput."""
    if cursor is None:
        return None
    try:
        created_at, listed_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        instant = datetime.fromisoformat(created_at)
    except (ValueError, TypeError, binascii.Error):
        raise InvalidInput("cursor", cursor, "the next of an earlier page") from None
    if instant.utcoffset() is None or not isinstance(listed_id, str):
        raise InvalidInput("cursor", cursor, "the next of an earlier page")
    return instant, listed_id


def _write_cursor(last: _Listed) -> str:
    text = json.dumps([last.created_at.isoformat(), last.id])
    return base64.urlsafe_b64encode(text.encode()).decode()
