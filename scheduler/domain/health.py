"""Whether the service can do its work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """What readiness depends on: the database answers, and its schema is the one this code expects."""

    database: bool
    schema_current: bool

    @property
    def ready(self) -> bool:
        """Whether requests can be served."""
        return self.database and self.schema_current
