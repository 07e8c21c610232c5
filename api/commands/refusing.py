"""How a command says that it does nothing, and why."""

import typer

BAD_INPUT = 2


def refusal(line: str) -> typer.Exit:
    """Say in one line on stderr why the command does nothing; the exit to raise."""
    typer.echo(line, err=True)
    return typer.Exit(BAD_INPUT)
