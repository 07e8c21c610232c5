"""The `Idempotency-Key` header: the same key with the same request gets the first answer again."""

import hashlib
from typing import Annotated

from fastapi import Header

from api.schemas.base import Received
from scheduler.domain.booking import Idempotency

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A key of the caller's own for this request, such as a UUID.",
    ),
]


def idempotency(key: str, actor: str, asked: Received | str) -> Idempotency:
    """The caller's key beside a hash of what was asked, a body or the id of what it is about.

    Spaces and the order of fields make no other request.
    """
    text = asked if isinstance(asked, str) else type(asked).__name__ + asked.model_dump_json()
    return Idempotency(key, hashlib.sha256(text.encode()).hexdigest(), actor)
