"""`onestop token create`: lets a front desk, a planner or an administrator in."""

from typing import Annotated

import typer

from api.commands.configured import configured_service
from api.commands.refusing import refusal
from scheduler.domain.access import Scope
from scheduler.domain.errors import InvalidInput
from scheduler.use_cases.create_token import create_token

Name = Annotated[str, typer.Option(help="Whom the token is for; stands in the audit lines.")]
ScopeOption = Annotated[Scope, typer.Option(help="What it allows; all include frontdesk, admin includes all.")]


def create(name: Name, scope: ScopeOption = "frontdesk") -> None:
    """Make a token and print it; it is shown this once and cannot be read again."""
    service = configured_service()
    try:
        secret = create_token(service, name, scope)
    except InvalidInput as error:
        raise refusal(f"--{error.pointer.strip('/')}: expected {error.expected}") from None
    finally:
        service.close()
    typer.echo(secret)
