"""Which rows are on a page of a long list."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, and_, or_


def paged(query: Select[Any], table: Table, after: tuple[datetime, str] | None, limit: int) -> Select[Any]:
    """The rows of a query by creation, those after a point in that order."""
    columns = table.c
    if after is not None:
        created_at, row_id = after
        later = and_(columns.created_at == created_at, columns.id > row_id)
        query = query.where(or_(columns.created_at > created_at, later))
    return query.order_by(columns.created_at, columns.id).limit(limit)
