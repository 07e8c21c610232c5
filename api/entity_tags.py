"""`ETag` and `If-Match` (RFC 9110, section 13.1.1) for what has a version."""

import re
from typing import Annotated

from fastapi import Depends, Header
from fastapi.exceptions import RequestValidationError

_TAG = re.compile(r'"([0-9]{1,9})"')


def etag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def if_match(
    tag: Annotated[
        str | None, Header(alias="If-Match", description="The ETag of the booking that the change was made for.")
    ] = None,
) -> int | None:
    """The version the caller read, None where any will do; raises RequestValidationError for what is no tag."""
    if tag is None or tag == "*":
        return None
    match = _TAG.fullmatch(tag)
    if match is None:
        wrong = {"type": "etag", "loc": ("header", "If-Match"), "input": tag, "msg": 'an ETag such as "3", or *'}
        raise RequestValidationError([wrong])
    return int(match[1])


IfMatch = Annotated[int | None, Depends(if_match)]
