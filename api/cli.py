"""The command `onestop`: its names, and where each is."""

import typer

from api.commands.later import group_of

_ONESTOP = {
    "plan": "planning.plan",
    "verify": "planning.verify",
    "explain": "explaining.explain",
    "staff": "staffing.staff",
    "run": "serving.run",
    "worker": "serving.worker",
    "demo": "demo.demo",
}
_TOKEN = {"create": "tokens.create"}
_SCENARIO = {
    "run": "scenarios.run",
    "compare": "scenarios.compare",
    "staff": "scenarios.staff",
    "show": "scenarios.show",
    "worth": "answering.worth",
    "weekdays": "answering.weekdays",
    "frontier": "answering.frontier",
    "break": "answering.break_",
}

app = typer.Typer(
    name="onestop",
    cls=group_of(_ONESTOP),
    help="Joint appointments at several agencies: every newcomer done within three days.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(typer.Typer(cls=group_of(_TOKEN), help="Tokens for the API.", no_args_is_help=True), name="token")
scenario = typer.Typer(
    cls=group_of(_SCENARIO), help="Imagined futures: what they come to, and how surely.", no_args_is_help=True
)
app.add_typer(scenario, name="scenario")


def main() -> None:
    """Run the command that the arguments name."""
    app()
