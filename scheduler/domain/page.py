"""Long lists, a page at a time."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, and the cursor from which the next page goes on; None on the last page."""

    items: tuple[T, ...]
    next: str | None
