"""What the database holds, to show that nothing changed, or what is not in it."""

from sqlalchemy import inspect, text

from scheduler.application import Application


def everything(service: Application) -> dict[str, list[str]]:
    """Every row of every table."""
    with service.database.reading() as connection:
        names = inspect(connection).get_table_names()
        return {name: sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}  # noqa: S608 # our own tables
