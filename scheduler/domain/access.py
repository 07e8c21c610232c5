"""Who may do what: tokens with a scope each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Scope = Literal["frontdesk", "planner", "admin"]
SCOPES: tuple[Scope, ...] = ("frontdesk", "planner", "admin")


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as the service knows it: never its secret."""

    id: str
    name: str
    scope: Scope
    created_at: datetime

    def allows(self, scope: Scope) -> bool:
        """Whether this token may do what `scope` is needed for; each scope includes the ones before it."""
        return SCOPES.index(self.scope) >= SCOPES.index(scope)
