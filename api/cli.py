"""The command `onestop`."""

import typer

from api.commands import answering, demo, explaining, planning, scenarios, serving, staffing, tokens

app = typer.Typer(
    name="onestop",
    help="Joint appointments at several agencies: every newcomer done within three days.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
token = typer.Typer(help="Tokens for the API.", no_args_is_help=True)
token.command()(tokens.create)
app.add_typer(token, name="token")
scenario = typer.Typer(help="Imagined futures: what they come to, and how surely.", no_args_is_help=True)
for told in (scenarios.run, scenarios.compare, scenarios.staff, scenarios.show):
    scenario.command()(told)
for asked in (answering.worth, answering.weekdays, answering.frontier):
    scenario.command()(asked)
scenario.command("break")(answering.break_)
app.add_typer(scenario, name="scenario")
SOLVER = (planning.plan, planning.verify, explaining.explain, staffing.staff)
for command in (*SOLVER, serving.run, serving.worker, demo.demo):
    app.command()(command)


def main() -> None:
    """Run the command that the arguments name."""
    app()
