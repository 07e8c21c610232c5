"""The `Idempotency-Key` header: the same key with the same body gets the first answer again."""

import hashlib
import json
from typing import Annotated

from fastapi import Depends, Header, Request

from api.auth.bearer import FrontDesk
from scheduler.domain.booking import Idempotency

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A key of the caller's own for this request, such as a UUID.",
    ),
]


async def idempotency(request: Request, key: Key, actor: FrontDesk) -> Idempotency:
    """The caller's key beside a hash of what was asked; spaces and the order of fields make no other request."""
    asked = json.dumps([request.url.path, await request.json()], sort_keys=True)
    return Idempotency(key, hashlib.sha256(asked.encode()).hexdigest(), actor)


Idempotent = Annotated[Idempotency, Depends(idempotency)]
