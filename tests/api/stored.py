"""What the database holds, to show that nothing changed."""

from sqlalchemy import create_engine, inspect, text

from scheduler.application import Application


def everything(service: Application) -> dict[str, list[str]]:
    """Every row of every table."""
    engine = create_engine(service.settings.database_url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = {name: sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}  # noqa: S608 # our own tables
    engine.dispose()
    return rows
