"""Makes an API token."""

from secrets import token_urlsafe
from typing import get_args

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.access import SCOPES, Scope, Token
from scheduler.domain.errors import InvalidInput
from scheduler.domain.privacy import check_name
from scheduler.identity import new_id
from scheduler.use_cases.authenticate import hash_secret


def create_token(app: Application, name: str, scope: Scope) -> str:
    """The secret of a new token, which only its holder knows from now on; raises InvalidInput."""
    check_name("/name", name)
    if scope not in get_args(Scope):
        raise InvalidInput("/scope", scope, f"one of {', '.join(SCOPES)}")
    secret = f"onestop_{token_urlsafe(32)}"
    token = Token(new_id("token"), name, scope, app.clock())
    with app.writing() as uow:
        if uow.tokens.has(name):
            raise InvalidInput("/name", name, "a name that no token has: audit lines tell by it who did what")
        uow.tokens.add(token, hash_secret(secret))
        write_audit(app, uow, "command line", "create", ("token", token.id), scope=scope)
        uow.commit()
    return secret
