"""Which rows touch a stretch of time."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table


def touching(table: Table, region_id: str, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions on appointments or blocks of a region that touch a stretch of time."""
    # None is longer than a day, and without this the index on the start would be read from its beginning.
    begun = table.c.start > start - timedelta(days=1)
    return table.c.region_id == region_id, begun, table.c.start < end, table.c.end > start
