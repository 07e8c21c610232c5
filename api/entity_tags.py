"""`ETag` and `If-Match` (RFC 9110, section 13.1.1) for what has a version."""

from typing import Annotated

from fastapi import Depends, Header

_Tag = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^(\*|"[0-9]{1,9}")$',
        description="The ETag of the booking that the change was made for.",
    ),
]


def etag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def if_match(tag: _Tag = None) -> int | None:
    """The version the caller read, None where any will do."""
    return None if tag is None or tag == "*" else int(tag.strip('"'))


IfMatch = Annotated[int | None, Depends(if_match)]
