"""Who may do what: tokens with a scope each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Scope = Literal["frontdesk", "planner", "override", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
# Planning is no reason to break rules, nor breaking one to move everybody: neither includes the other.
_INCLUDED: Mapping[Scope, tuple[Scope, ...]] = {
    "frontdesk": ("frontdesk",),
    "planner": ("frontdesk", "planner"),
    "override": ("frontdesk", "override"),
    "admin": SCOPES,
}


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as the service knows it: never its secret."""

    id: str
    name: str
    scope: Scope
    created_at: datetime

    def allows(self, scope: Scope) -> bool:
        """Whether this token may do what `scope` is needed for: its own, and those that it includes."""
        return scope in _INCLUDED[self.scope]
